{% args rows %}
<table>
{% for row in rows %}
<tr><td>{{row[0]}}<td>{{row[1]}}
{% endfor %}
</table>
