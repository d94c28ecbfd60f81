import utemplate.recompile

import picoweb

app = picoweb.WebApp(__name__)
app.template_loader = utemplate.recompile.Loader(None, "templates")
