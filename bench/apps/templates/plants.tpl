{% args plants %}
<ul>
{% for plant in plants %}
<li>{{plant}}</li>
{% endfor %}
</ul>
