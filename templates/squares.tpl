{% args title, numbers %}
<!doctype html>
<title>{{ title }}</title>
<h1>{{ title }}</h1>
<table>
{% for n in numbers %}
<tr><th>{{ n }}<td>{{ n * n }}
{% endfor %}
</table>
