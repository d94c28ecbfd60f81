import os

import picoweb

PAGE = """<!doctype html>
<title>Upload</title>
<input type="file"> <output></output>
<script>
document.querySelector("input").onchange = async event => {
    let file = event.target.files[0];
    let answer = await fetch("files/" + encodeURIComponent(file.name), {method: "PUT", body: file});
    document.querySelector("output").value = await answer.text();
};
</script>
"""
MOST = 200000  # bytes of a file

app = picoweb.WebApp(__name__)


@app.get("/")
def index(req, resp):
    return PAGE


@app.put("/files/<re('[a-z0-9_-]+[.][a-z0-9]+'):file>")
async def upload(req, resp, file):
    buf = bytearray(512)
    size = 0
    with open("upload.part", "wb") as f:
        while True:
            n = await req.reader.readinto(buf)
            if not n:
                break
            size += n
            if size > MOST:
                picoweb.abort(413, "at most %d bytes" % MOST)
            f.write(memoryview(buf)[:n])
    os.rename("upload.part", "upload-" + file)
    return "%d bytes" % size, 201


if __name__ == "__main__":
    app.run(debug=True)
