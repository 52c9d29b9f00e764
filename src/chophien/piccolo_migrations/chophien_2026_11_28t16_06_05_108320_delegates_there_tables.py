from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from enum import Enum
from piccolo.columns.base import OnDelete
from piccolo.columns.base import OnUpdate
from piccolo.columns.column_types import ForeignKey
from piccolo.columns.column_types import Serial
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table


class Delegate(Table, tablename="delegate", schema=None):
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


class Participation(Table, tablename="participation", schema=None):
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


class Slot(Table, tablename="slot", schema=None):
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


ID = "2026-11-28T16:06:05:108320"
VERSION = "1.38.0"
DESCRIPTION = ""


async def forwards():
    manager = MigrationManager(
        migration_id=ID, app_name="chophien", description=DESCRIPTION
    )

    manager.add_table(
        class_name="DelegateAbsence",
        tablename="delegate_absence",
        schema=None,
        columns=None,
    )

    manager.add_table(
        class_name="NotMeeting",
        tablename="not_meeting",
        schema=None,
        columns=None,
    )

    manager.add_column(
        table_class_name="DelegateAbsence",
        tablename="delegate_absence",
        column_name="participation",
        db_column_name="participation",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Participation,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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

    manager.add_column(
        table_class_name="DelegateAbsence",
        tablename="delegate_absence",
        column_name="delegate",
        db_column_name="delegate",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Delegate,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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

    manager.add_column(
        table_class_name="DelegateAbsence",
        tablename="delegate_absence",
        column_name="slot",
        db_column_name="slot",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Slot,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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

    manager.add_column(
        table_class_name="NotMeeting",
        tablename="not_meeting",
        column_name="participation",
        db_column_name="participation",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Participation,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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

    manager.add_column(
        table_class_name="NotMeeting",
        tablename="not_meeting",
        column_name="delegate",
        db_column_name="delegate",
        column_class_name="ForeignKey",
        column_class=ForeignKey,
        params={
            "references": Delegate,
            "on_delete": OnDelete.cascade,
            "on_update": OnUpdate.cascade,
            "target_column": None,
            "null": False,
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
                    "PRODUCER": "producer",
                    "DISTRIBUTOR": "distributor",
                },
            )
        },
        old_params={
            "choices": Enum(
                "RoleKind",
                {
                    "ORGANIZER": "organizer",
                    "DESK": "desk",
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
        table_class_name="Product",
        tablename="product",
        column_name="group",
        db_column_name="group",
        params={
            "choices": Enum(
                "ProductGroup",
                {
                    "FOOD": "food",
                    "DRINK": "drink",
                    "HERBAL": "herbal",
                    "CRAFT": "craft",
                    "ORNAMENTAL": "ornamental",
                    "TOURISM": "tourism",
                    "TEXTILE": "textile",
                },
            )
        },
        old_params={
            "choices": Enum(
                "ProductGroup",
                {
                    "FOOD": "food",
                    "DRINK": "drink",
                    "HERBAL": "herbal",
                    "CRAFT": "craft",
                    "ORNAMENTAL": "ornamental",
                    "TOURISM": "tourism",
                },
            )
        },
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    manager.alter_column(
        table_class_name="TimetableRun",
        tablename="timetable_run",
        column_name="kind",
        db_column_name="kind",
        params={
            "choices": Enum(
                "RunKind",
                {
                    "SOLVE": "solve",
                    "REPAIR": "repair",
                    "WHAT_IF": "what_if",
                    "TABLES": "tables",
                },
            )
        },
        old_params={"choices": None},
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    manager.alter_column(
        table_class_name="SheetImport",
        tablename="sheet_import",
        column_name="kind",
        db_column_name="kind",
        params={
            "choices": Enum(
                "SheetKind",
                {
                    "PRODUCERS": "producers",
                    "DISTRIBUTORS": "distributors",
                    "PRODUCTS": "products",
                },
            )
        },
        old_params={
            "choices": Enum(
                "SheetKind",
                {
                    "PRODUCERS": "producers",
                    "DISTRIBUTORS": "distributors",
                    "PRODUCTS": "products",
                    "REQUESTS": "requests",
                },
            )
        },
        column_class=Varchar,
        old_column_class=Varchar,
        schema=None,
    )

    return manager
