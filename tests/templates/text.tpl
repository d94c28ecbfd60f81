no tags, "quotes" and \\ and """
{
