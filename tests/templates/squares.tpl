{% args n=3 %}
{% include "heading.tpl" %}
{% for i in range(n) %}
| {{i}} | {{"%2d" % i ** 2}} |
{% endfor %}
