from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from enum import Enum
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Person(Table, tablename="person", schema=None):
    id = Serial(
        null=False,
        primary_key=True,
        unique=False,
        index=False,
        index_method=IndexMethod.btree,
        choices=None,
        db_column_name="id",
        secret=False,
    )


ID = "2026-11-28T16:36:55:625445"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="chophien", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Interpreter",
        tablename="interpreter",
        column_name="person",
        db_column_name="person",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Person,
            "on_delete": OnDelete.set_null,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    manager.alter_column(
        table_class_name="Role",
        tablename="role",
        column_name="kind",
        db_column_name="kind",
        params={
            "choices": Enum(
                "RoleKind",
                {
                    "PLATFORM": "platform",
                    "OWNER": "owner",
                    "PLANNER": "planner",
                    "VIEWER": "viewer",
                    "DESK": "desk",
                    "COHOST": "cohost",
                    "INTERPRETER": "interpreter",
                    "PRODUCER": "producer",
                    "DISTRIBUTOR": "distributor",
                },
            )
        },
        old_params={
            "choices": Enum(
                "RoleKind",
                {
                    "PLATFORM": "platform",
                    "OWNER": "owner",
                    "PLANNER": "planner",
                    "VIEWER": "viewer",
                    "DESK": "desk",
                    "COHOST": "cohost",
                    "PRODUCER": "producer",
                    "DISTRIBUTOR": "distributor",
                },
            )
        },
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    manager.alter_column(
        table_class_name="Invitation",
        tablename="invitation",
        column_name="kind",
        db_column_name="kind",
        params={
            "choices": Enum(
                "RoleKind",
                {
                    "PLATFORM": "platform",
                    "OWNER": "owner",
                    "PLANNER": "planner",
                    "VIEWER": "viewer",
                    "DESK": "desk",
                    "COHOST": "cohost",
                    "INTERPRETER": "interpreter",
                    "PRODUCER": "producer",
                    "DISTRIBUTOR": "distributor",
                },
            )
        },
        old_params={
            "choices": Enum(
                "RoleKind",
                {
                    "PLATFORM": "platform",
                    "OWNER": "owner",
                    "PLANNER": "planner",
                    "VIEWER": "viewer",
                    "DESK": "desk",
                    "COHOST": "cohost",
                    "PRODUCER": "producer",
                    "DISTRIBUTOR": "distributor",
                },
            )
        },
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
