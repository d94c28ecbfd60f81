-- For wrk: every request of a path with another number.
local number = 0

function request()
  number = (number + 7) % 100000
  return wrk.format("GET", "/users/" .. number)
end
