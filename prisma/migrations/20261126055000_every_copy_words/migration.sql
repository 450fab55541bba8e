-- New values of enums come in a migration of their own: PostgreSQL uses none before it is committed.
ALTER TYPE "MovementKind" ADD VALUE 'consignee_sold';
ALTER TYPE "MovementKind" ADD VALUE 'undeliverable';
ALTER TYPE "ChargeLineKind" ADD VALUE 'consignment';
ALTER TYPE "ChargeLineKind" ADD VALUE 'lecture';
ALTER TYPE "ParcelProblem" ADD VALUE 'undeliverable';
