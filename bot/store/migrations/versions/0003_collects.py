"""Whether a feed collects others' reports, and is believed whose each is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("subscriptions", sa.Column("collects", sa.Boolean(), nullable=False, server_default=sa.text("false")))
