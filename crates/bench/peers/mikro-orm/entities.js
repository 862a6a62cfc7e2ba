import { defineEntity, p, Type } from "@mikro-orm/postgresql";

// A Date has no microseconds, and the ledger's times do.
class Time extends Type {
  getColumnType() {
    return "timestamptz";
  }

  convertToJSValueSQL(column) {
    return `${column}::text`;
  }
}

export const Workspace = defineEntity({
  name: "Workspace",
  tableName: "workspaces",
  properties: { pk: p.bigint().primary() },
});

export const Person = defineEntity({
  name: "Person",
  tableName: "peoples",
  properties: {
    pk: p.bigint().primary(),
    id: p.uuid().fieldName("people_id"),
    workspace: () => p.manyToOne(Workspace).fieldName("workspace_pk"),
    deletedAt: p.datetime().nullable(),
  },
});

export const Connector = defineEntity({
  name: "Connector",
  tableName: "workspace_connectors",
  properties: {
    pk: p.bigint().primary(),
    id: p.uuid().fieldName("workspace_connector_id"),
    workspace: () => p.manyToOne(Workspace).fieldName("workspace_pk"),
    deletedAt: p.datetime().nullable(),
  },
});

export const Link = defineEntity({
  name: "Link",
  tableName: "people_workspace_connectors",
  properties: {
    pk: p.bigint().primary(),
    id: p.uuid().fieldName("people_workspace_connector_id"),
    direction: p.string(),
    person: () => p.manyToOne(Person).fieldName("people_pk"),
    connector: () => p.manyToOne(Connector).fieldName("workspace_connector_pk"),
    createdAt: p.type(Time).runtimeType("string").defaultRaw("now()"),
    deletedAt: p.datetime().nullable(),
  },
});
