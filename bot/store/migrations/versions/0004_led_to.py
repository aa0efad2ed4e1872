"""To which other host a feed's address leads by temporary redirects, and since when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("feeds", sa.Column("led_to", sa.Text(), nullable=False, server_default=""))
    op.add_column("feeds", sa.Column("led_since", sa.BigInteger(), nullable=True))
