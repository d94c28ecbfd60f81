// The gallery's page: what its files cost on the wire. Entries are the browser's own, but for two requests made by hand.
"use strict";
const place = id => document.getElementById(id);
const short = url => url.replace(/.*\//, "");
const images = [...document.images];

function say(asked, answer, bytes) {
    let row = place("log").insertRow(0);
    for (let text of [asked, answer, bytes]) row.insertCell().textContent = text;
    while (place("log").rows.length > 6) place("log").deleteRow(-1);
}

function sum(what, type) {
    let entries = performance.getEntriesByType("resource").filter(each => each.initiatorType == type);
    let sent = entries.reduce((total, each) => total + each.transferSize, 0);
    let kept = entries.filter(each => !each.transferSize).length;
    let same = entries.filter(each => each.transferSize && each.transferSize < each.encodedBodySize).length;
    let notes = (kept ? `, ${kept} from the cache` : "") + (same ? `, ${same} had not changed` : "");
    say(what, entries.length + " files" + notes, sent.toLocaleString("en"));
}

async function ask(asked, url, headers) {
    try {
        let answer = await fetch(url, {headers, cache: "no-store"});
        let content = await answer.arrayBuffer();
        let range = answer.headers.get("Content-Range");
        let status = `${answer.status} ${answer.statusText}`;
        say(asked, range ? `${status}, ${range}` : status, content.byteLength.toLocaleString("en"));
        return answer;
    } catch {
        say(asked, "no answer", "–");
    }
}

place("part").onclick = () => ask("tune.wav, 0–99", "static/tune.wav", {Range: "bytes=0-99"});
place("again").onclick = async () => {
    let answer = await ask(short(images[0].src), images[0].src);
    let tag = answer && answer.headers.get("ETag");
    if (tag) await ask(short(images[0].src) + ", if changed", images[0].src, {"If-None-Match": tag});
};
place("all").onclick = async () => {
    performance.clearResourceTimings();
    await Promise.all(images.map(image => fetch(image.src, {cache: "no-cache"}).then(answer => answer.blob())));
    sum("all again", "fetch");
};
addEventListener("load", () => sum("this page", "img"));
