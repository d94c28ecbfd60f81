the end
