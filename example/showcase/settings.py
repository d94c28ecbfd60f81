"""The form with the board's settings: checked here, whatever the browser has checked already."""

from picoweb.templates.markup import html_escape
from picoweb.utils import parse_form

from .board import whole


def check(form):
    """Returns (settings, errors): two dicts, by field."""
    settings = {}
    errors = {}
    name = text(form, "name").strip()
    settings["name"] = name
    if not 1 <= len(name) <= 24:
        errors["name"] = "A name has 1 to 24 characters."
    for field, least, most in (("interval", 1, 60), ("limit", 10, 40)):
        settings[field] = text(form, field).strip()
        value = whole(settings[field])
        if least <= value <= most:
            settings[field] = value
        else:
            errors[field] = "A whole number from %d to %d." % (least, most)
    settings["unit"] = text(form, "unit")
    if settings["unit"] not in ("C", "F"):
        errors["unit"] = "Celsius or Fahrenheit."
    return settings, errors


def text(form, field):
    value = form.get(field)
    return value if isinstance(value, str) else ""


async def answer(folder, send, board, tell, req, resp):
    """Show the form, or take it: with errors it comes back as it was filled in, else the browser is sent on."""
    settings = board.settings
    errors = {}
    if req.method == "POST":
        try:  # read_form_data() and redirect() do the same, and take 4 KB
            settings, errors = check(parse_form(await req.body()))
        except ValueError as error:
            return str(error), 400
        if not errors:
            board.settings = settings
            tell()
            return "", 303, [("Location", "settings?saved")]
    values = places(settings, errors, req.qs == "saved")
    await send(resp, folder + "showcase/pages/settings.html", values, status=422 if errors else 200)


def places(settings, errors, saved):
    """The values for the page's places: what is in each field, and what is wrong with it."""
    values = {"saved": "Saved." if saved and not errors else ""}
    for field in ("name", "interval", "limit", "unit"):
        values[field] = html_escape(str(settings[field]))
        values["no_" + field] = errors.get(field, "")
        values["is_" + field] = "true" if field in errors else "false"
    for unit in "CF":
        values[unit] = "checked" if settings["unit"] == unit else ""
    return values
