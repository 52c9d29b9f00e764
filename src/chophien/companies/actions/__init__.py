"""Adding companies, changing their profile and delegates, and letting delegates sign in."""

from chophien.companies.actions.inviting import (
    Joining,
    accept_invitation,
    end_access,
    hand_over_company,
    invite_own_delegate,
    join_with_account,
    make_invitation,
)
from chophien.companies.actions.logo import keep_logo, remove_logo
from chophien.companies.actions.profile import (
    DelegateStays,
    TaxCodeTaken,
    TooManyDelegates,
    add_company,
    add_delegate,
    add_own_delegate,
    change_company,
    change_delegate,
    confirm_profile,
    remove_delegate,
)

__all__ = [
    "DelegateStays",
    "Joining",
    "TaxCodeTaken",
    "TooManyDelegates",
    "accept_invitation",
    "add_company",
    "add_delegate",
    "add_own_delegate",
    "change_company",
    "change_delegate",
    "confirm_profile",
    "end_access",
    "hand_over_company",
    "invite_own_delegate",
    "join_with_account",
    "keep_logo",
    "make_invitation",
    "remove_delegate",
    "remove_logo",
]
