"""Charts of bars for the documentation: SVG, in the colours of the page. What is shown is the callers' business."""

from html import escape

ROW, BAR, LABELS, BARS, MARGIN = 22, 12, 330, 290, 80  # sizes, in units of the chart's own


def chart(title, rows, strong=""):
    """A bar for each row, (label, number), and the number. strong: the label that stands out; "": all do."""
    most = max(value for _, value in rows)
    lines = []
    for n, (label, value) in enumerate(rows):
        y = n * ROW
        width = round(value * BARS / most, 1)
        faint = ' class="faint"' if strong and label != strong else ""
        lines.append(f'<text x="{LABELS - 8}" y="{y + 15}" text-anchor="end">{escape(label)}</text>')
        lines.append(f'<rect{faint} x="{LABELS}" y="{y + 5}" width="{width}" height="{BAR}" rx="2"/>')
        lines.append(f'<text x="{LABELS + width + 6}" y="{y + 15}">{value:,}</text>')
    size = f'viewBox="0 0 {LABELS + BARS + MARGIN} {len(rows) * ROW}"'
    return f'<div class="chart"><svg {size} role="img" aria-label="{escape(title)}">{"".join(lines)}</svg></div>'
