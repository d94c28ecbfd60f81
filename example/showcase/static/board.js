// The board's page: charts of its readings, and its switches. What is new comes as events; where all streams are
// taken it is asked for. A page that nobody sees gives its connection back.
"use strict";
const KEPT = 120, RETRY = 10;
const place = id => document.getElementById(id);
const switches = [...document.querySelectorAll("[role=switch]")];
const charts = [
    {id: "celsius", name: "Temperature", digits: 1, least: 4,
     value: r => degrees(r[1] / 100), unit: () => "°" + news.unit},
    {id: "lux", name: "Light", digits: 0, least: 100, floor: 0, value: r => r[2], unit: () => "lx"},
    {id: "heap", name: "Heap", digits: 1, least: 4, value: r => r[3] == null ? null : r[3] / 10, unit: () => news.heap},
];
let readings = [], news = {unit: "C", heap: "KiB", interval: 1, limit: 99}, source, timer, was;

function degrees(celsius) {
    return news.unit == "F" ? celsius * 1.8 + 32 : celsius;
}

function say(kind, text) {
    if (kind == was) return;
    let back = was == "lost";
    was = kind;
    document.body.className = place("state").className = kind;
    place("state").textContent = back ? "Back again. " + text : text;
}

function take(data) {
    news = data;
    let last = readings.length ? readings[readings.length - 1][0] : -1;
    if (data.served < take.served) readings = [], last = -1;  // the server was started anew
    take.served = data.served;
    for (let each of data.readings) if (each[0] > last) readings.push(each);
    readings.splice(0, readings.length - KEPT);
    place("name").textContent = data.name;
    document.title = data.name + " · picoweb";
    for (let id of ["served", "watching", "loaded", "interval"]) place(id).textContent = data[id].toLocaleString("en");
    let clock = [data.uptime / 3600, data.uptime / 60 % 60, data.uptime % 60];
    place("uptime").textContent = clock.map(n => String(Math.floor(n)).padStart(2, 0)).join(":");
    for (let each of switches) if (!each.ariaBusy || each.ariaBusy == "false") each.ariaChecked = data[each.id];
    if (!take.drawing) take.drawing = requestAnimationFrame(() => { take.drawing = 0; charts.forEach(draw); });
}

function listen() {
    clearTimeout(timer);
    if (source) source.close();
    source = new EventSource("live");
    source.onmessage = event => {
        place("raw").textContent = `id: ${event.lastEventId}\ndata: ${event.data}`;
        take(JSON.parse(event.data));
        say("live", "Live, by one event stream.");
    };
    source.onerror = () => {
        if (source.readyState == EventSource.CLOSED) ask(RETRY);
        else say("lost", "Connection lost. Trying again …");
    };
}

async function ask(times) {
    if (document.hidden) return;
    try {
        let last = readings.length ? readings[readings.length - 1][0] : -1;
        let answer = await fetch("news?since=" + last);
        if (!answer.ok) throw answer.status;
        let text = await answer.text();
        place("raw").textContent = text;
        take(JSON.parse(text));
        say("asked", "Live, by asking: other pages have the streams.");
        if (news.readings.length > 1) times++;  // there may be more
        else await new Promise(done => timer = setTimeout(done, 1000 * Math.min(news.interval, 5)));
    } catch {
        say("lost", "Connection lost. Trying again …");
        await new Promise(done => timer = setTimeout(done, 2000));
    }
    if (times > 1) ask(times - 1);
    else listen();
}

function leave() {
    clearTimeout(timer);
    if (source) source.close();
}

async function flip(button) {
    if (button.ariaBusy == "true") return;
    let on = button.ariaChecked != "true";
    button.ariaChecked = on;
    button.ariaBusy = "true";
    place("trouble").textContent = "";
    try {
        let answer = await fetch("switch", {
            method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({[button.id]: on})});
        if (!answer.ok) throw answer.status;
        button.ariaChecked = (await answer.json())[button.id];
    } catch {
        button.ariaChecked = !on;
        place("trouble").textContent = `The board did not answer: the ${button.id} stays ${on ? "off" : "on"}.`;
    }
    button.ariaBusy = "false";
}

function span(seconds) {
    if (seconds < 100) return seconds + " s";
    return seconds < 6000 ? +(seconds / 60).toFixed(1) + " min" : +(seconds / 3600).toFixed(1) + " h";
}

function scale(least, most, room) {
    let step = 10 ** Math.floor(Math.log10((most - least) / room));
    step *= [1, 2, 5, 10].find(n => (most - least) / (step * n) <= room);
    return {step, low: Math.floor(least / step) * step, high: Math.ceil(most / step) * step};
}

function draw(chart) {
    let figure = place(chart.id), svg = figure.querySelector("svg");
    let width = svg.clientWidth, height = svg.clientHeight, unit = chart.unit();
    let points = readings.map(each => [each[0], chart.value(each)]).filter(each => each[1] != null);
    if (!points.length || !width) return;
    let values = points.map(each => each[1]), now = values[values.length - 1];
    let least = Math.min(...values), most = Math.max(...values), say = n => n.toFixed(chart.digits);
    let limit = chart.id == "celsius" ? degrees(news.limit) : null;
    let extra = Math.max(0, chart.least - (most - least)) / 2;
    let low = chart.floor ?? Math.max(least - extra, chart.id == "heap" ? 0 : -99);
    let high = Math.max(most + extra, low + chart.least, limit == null ? low : limit + 1);
    let axis = scale(low, high, Math.max(2, Math.floor(height / 42)));
    let left = 8 + 6.7 * Math.max(...[axis.low, axis.high].map(v => String(+v.toFixed(1)).length));
    let right = width - 10, top = 12, bottom = height - 22;
    let end = readings[readings.length - 1][0];
    let x = n => right - (end - n) * (right - left) / (KEPT - 1);
    let y = v => bottom - (v - axis.low) * (bottom - top) / (axis.high - axis.low);
    let text = (x, y, anchor, what, kind = "") => `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${what}</text>`;
    let lines = "";
    for (let v = axis.low; v <= axis.high + axis.step / 9; v += axis.step)
        lines += `<path class="${v == axis.low ? "axis" : "grid"}" d="M${left} ${Math.round(y(v)) + 0.5}H${right}"/>` +
            text(left - 6, y(v) + 4, "end", +v.toFixed(1));
    for (let n = 0; n < KEPT; n += width < 420 ? 60 : 30)
        lines += `<path class="axis" d="M${Math.round(x(end - n)) + 0.5} ${bottom}v5"/>` + (n
            ? text(x(end - n), height - 4, "middle", "−" + span(n * news.interval)) : text(right + 4, height - 4, "end", "now"));
    if (limit) lines += `<path class="limit" d="M${left} ${y(limit)}H${right}"/>` +
        text(left + 5, y(limit) - 5, "start", `limit ${+limit.toFixed(1)}`, "over");
    let path = points.map(each => `${x(each[0]).toFixed(1)} ${y(each[1]).toFixed(1)}`).join("L");
    lines += `<path class="under" d="M${x(points[0][0]).toFixed(1)} ${bottom}L${path}V${bottom}Z"/>` +
        `<path class="trace" d="M${path}"/>`;
    let shown = points.find(each => Math.abs(x(each[0]) - chart.at) <= (right - left) / KEPT);
    let [n, value] = shown || points[points.length - 1];
    if (shown) lines += `<path class="at" d="M${x(n)} ${top}V${bottom}"/>`;
    svg.innerHTML = lines + `<circle class="dot" cx="${x(n)}" cy="${y(value)}" r="5"/>`;
    let over = limit && now > limit;
    figure.querySelector("output").textContent = say(value);
    figure.querySelector("abbr").textContent = unit;
    let when = shown ? `${span((end - n) * news.interval)} ago` : over ? "above the limit" : "now";
    figure.querySelector("small").textContent = when + ` · min ${say(least)} · max ${say(most)}`;
    figure.querySelector("small").className = over && !shown ? "bad" : "";
    svg.setAttribute("aria-label", `${chart.name}, last ${span(points.length * news.interval)}: now ${say(now)} ${unit}, ` +
        `lowest ${say(least)}, highest ${say(most)}` + (over ? ", above the limit" : ""));
}

for (let chart of charts) {
    let svg = place(chart.id).querySelector("svg");
    new ResizeObserver(() => draw(chart)).observe(svg);
    svg.onpointermove = svg.onpointerdown = event => { chart.at = event.offsetX; draw(chart); };
    svg.onpointerleave = () => { chart.at = null; draw(chart); };
}
for (let each of switches) each.onclick = () => flip(each);
document.addEventListener("visibilitychange", () => document.hidden ? leave() : listen());
addEventListener("pagehide", leave);
addEventListener("pageshow", event => event.persisted && listen());
listen();
