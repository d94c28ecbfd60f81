import picoweb

app = picoweb.WebApp(__name__)


@app.route("/table")
async def table(req, resp):
    await picoweb.start_response(resp)
    await resp.awrite("<table>")
    for n in range(1, 1001):
        await resp.awrite("<tr><td>%d<td>%d\n" % (n, n * n))
    await resp.awrite("</table>")


@app.route("/readings.csv")
async def readings(req, resp):
    await picoweb.start_response(resp, "text/csv", headers={"Cache-Control": "no-store"})
    for hour in range(24):
        await resp.awrite("%d,%.1f\n" % (hour, 18 + hour / 2))


if __name__ == "__main__":
    app.run(debug=True)
