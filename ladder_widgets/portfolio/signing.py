"""The keys of a store: its own, made when it is first asked for, and those it trusts."""

from __future__ import annotations

import secrets

from sqlalchemy import ColumnElement, delete, insert, select

from ladder_widgets.errors import UnknownIdError
from ladder_widgets.portfolio.access import Access
from ladder_widgets.portfolio.codec import checked, to_moment
from ladder_widgets.portfolio.keys import KEY_BYTES, SigningKey, TrustedKey
from ladder_widgets.portfolio.tables import signing_key, trusted_key


class Signing(Access):
    """What signs evidence, and whose signatures are known."""

    def signing_key(self) -> SigningKey:
        """The store's own key; the first time makes one. A backup holds it too."""
        query = select(signing_key.c.seed).where(signing_key.c.owner == self._owner)
        with self._reading() as conn:
            seed = conn.execute(query).scalar()
        if seed is not None:
            return SigningKey(seed)
        with self._writing() as (conn, now):
            seed = conn.execute(query).scalar()  # somebody else may have made it meanwhile
            if seed is None:
                seed = secrets.token_bytes(KEY_BYTES)
                conn.execute(
                    insert(signing_key).values(owner=self._owner, seed=seed, made_at=to_moment(now))
                )
        return SigningKey(seed)

    def trusted_keys(self) -> tuple[TrustedKey, ...]:
        """The keys of others, by name."""
        query = (
            select(trusted_key.c.public, trusted_key.c.name)
            .where(trusted_key.c.owner == self._owner)
            .order_by(trusted_key.c.name, trusted_key.c.public)
        )
        with self._reading() as conn:
            return tuple(TrustedKey(public=p, name=n) for p, n in conn.execute(query))

    def trust(self, key: TrustedKey) -> None:
        """Know a key by a name; one that is known gets the new name."""
        key = checked(key)
        with self._writing() as (conn, now):
            conn.execute(delete(trusted_key).where(*self._named(key.public)))
            conn.execute(
                insert(trusted_key).values(
                    owner=self._owner, public=key.public, name=key.name, trusted_at=to_moment(now)
                )
            )

    def distrust(self, public: str) -> None:
        """Forget a key.

        Raises:
            UnknownIdError: it is not known.
        """
        with self._writing() as (conn, _):
            gone = conn.execute(delete(trusted_key).where(*self._named(public))).rowcount
        if not gone:
            raise UnknownIdError("key", public, [key.public for key in self.trusted_keys()])

    def _named(self, public: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return trusted_key.c.owner == self._owner, trusted_key.c.public == public
