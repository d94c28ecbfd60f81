{% args x %}
[sub {{x}}]