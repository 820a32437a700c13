"""Refuses rows that belong to another account than the one a file is loaded into."""

from campaigns.readers.profile import Context, Sheet
from campaigns.readers.rows import FOREIGN
from campaigns.readers.tables import Record


def same_handle(one: str, other: str) -> bool:
    """Say whether two handles name one account; case and a leading @ do not matter."""
    return bare_handle(one) == bare_handle(other)


def bare_handle(handle: str) -> str:
    """Return a handle as it is compared."""
    return handle.strip().removeprefix("@").casefold()


def is_foreign(handle: str, context: Context) -> bool:
    """Say whether a row names another account than the importing side did; the account is gathered either way."""
    context.stated_handles.add(bare_handle(handle))
    return bool(context.handle) and not same_handle(handle, context.handle or "")


def refuse_foreign(sheet: Sheet, record: Record, context: Context) -> None:
    """Raise BadCell where the `account` column names another account than the one the importing side named."""
    raw = sheet.cell(record, "account")
    if raw and is_foreign(raw, context):
        raise sheet.bad(FOREIGN, f"the file is loaded into {context.handle}", "account", raw)
