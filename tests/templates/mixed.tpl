x{% include "only.tpl" 4 %}
