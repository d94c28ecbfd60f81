def quote(s: str | bytes, safe: str = "/") -> str: ...
def parse_qs(
    qs: str | bytes,
    keep_blank_values: bool = False,
    strict_parsing: bool = False,
    max_num_fields: int | None = None,
    separator: str = "&",
) -> dict[str, list[str]]: ...
