# What apps may use of it is in `shims`.
