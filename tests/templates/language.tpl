{% args title, rows=(1, 2) %}
<h1 class="x">"""{{ title }}""" 'single'</h1> {a} { {# text #} {x
{% for r in rows %}
  {% if r %}{{r}}{% elif r == "" %}e{% else %}none{% endif %} tail
  {% if r == 2 %}
two {% endif %}
{% endfor %}
back\\slash \x41 \"q\" tab\tend joined \
with this; {{title}}"quote at the end"{{ title }}
{% set n = 0 %}
{% while n < 3 %}{{n}},{% set n += 1 %}
{% endwhile %}
{% set import sys %}
{% def cell(x) %}<td>{{x}}</td>{% enddef %}
{% for piece in cell("<1>") %}{{piece}}{% endfor %}
{% include "arguments.tpl" title, 5 %} after
{% include "heading.tpl" %}
€ é {{ "%s" % title }}{{ title + "}" }} 100% }} %}
{% if title %}
last {{ title }} {{ sys.maxsize > 0 }} {{ None }} {{ {"a": 1}["a"] }}
{% endif %}
no newline