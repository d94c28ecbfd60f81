// Node's fetch against tests/host/app_exchange.py: node exchange.mjs PORT. What is not as it should be is thrown.

import assert from "node:assert/strict";

const base = `http://127.0.0.1:${process.argv[2]}`;
const pattern = size => Uint8Array.from({length: size}, (_, n) => n % 256);
const bytes = async answer => new Uint8Array(await answer.arrayBuffer());
const post = (path, body, options = {}) => fetch(base + path, {method: "POST", body, ...options});
const fields = {name: "Zoë & <Ann>", text: "100% + 1;\r\n= “two” 👋", seeds: ["basil", "mint"], empty: ""};

async function downloads() {
    for (const path of ["/bytes/100000", "/chunks/100000"]) {
        assert.deepEqual(await bytes(await fetch(base + path)), pattern(100000));
        let size = 0;
        for await (const piece of (await fetch(base + path)).body) size += piece.length;
        assert.equal(size, 100000);
    }
    assert.equal((await fetch(base + "/bytes/9", {method: "HEAD"})).headers.get("Content-Length"), "9");
    assert.equal((await fetch(base + "/nothing")).status, 204);
}

async function uploads() {
    assert.deepEqual(await bytes(await post("/echo", pattern(100000))), pattern(100000));
    let start = 0;
    const body = new ReadableStream({
        pull(controller) {
            controller.enqueue(pattern(100000).subarray(start, start += 3333));
            if (start >= 100000) controller.close();
        },
    });
    assert.deepEqual(await bytes(await post("/echo", body, {duplex: "half"})), pattern(100000));
}

async function keepsConnections() {
    const peers = new Set();
    for (let n = 0; n < 20; n++) {
        const {peer, field} = await (await fetch(base + "/who", {headers: {"X-Field": `${n}`}})).json();
        assert.equal(field, `${n}`);
        peers.add(peer);
    }
    assert(peers.size <= 2, `${peers.size} connections`);  // fetch takes turns with two
    const sizes = Array.from({length: 12}, (_, n) => 20000 + n);
    const all = await Promise.all(sizes.map(async size => bytes(await fetch(`${base}/chunks/${size}`))));
    all.forEach((data, n) => assert.deepEqual(data, pattern(sizes[n])));
}

async function forms() {
    const form = new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map(v => [name, v])));
    assert.deepEqual(await (await post("/form", form)).json(), fields);
    assert.deepEqual(await (await fetch(`${base}/query?${form}`)).json(), {path: "/query", args: fields});
    const headers = {"Content-Type": "application/json"};
    assert.deepEqual(await (await post("/json", JSON.stringify(fields), {headers})).json(), {sent: fields});
    const files = new FormData();
    files.append("file", new Blob(["seed"]));
    assert.equal((await post("/form", files)).status, 415);
}

async function cookiesAndRedirects() {
    const set = await fetch(base + "/cookies/set", {redirect: "manual"});
    assert.deepEqual([set.status, set.headers.get("Location")], [302, "/cookies"]);
    assert.deepEqual(set.headers.getSetCookie(), [
        "plant=mint; Path=/", "pot=7; Path=/; HttpOnly", "shelf=a/b; Max-Age=600; Path=/; SameSite=Lax"]);
    const seen = await post("/moved/303", "x");
    assert.deepEqual([seen.redirected, seen.url, (await seen.json()).method], [true, base + "/who", "GET"]);
    const again = await post("/moved/308", "seed".repeat(2000));
    assert.deepEqual([again.url, await again.text()], [base + "/echo", "seed".repeat(2000)]);
}

async function leaves() {
    const control = new AbortController();
    const answer = await fetch(base + "/chunks/10000000", {signal: control.signal});
    const {value} = await answer.body.getReader().read();
    assert.deepEqual(new Uint8Array(value), pattern(value.length));
    control.abort();
    assert.equal((await fetch(base + "/nothing")).status, 204);
}

for (const check of [downloads, uploads, keepsConnections, forms, cookiesAndRedirects, leaves]) await check();
