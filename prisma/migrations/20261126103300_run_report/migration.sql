-- AlterTable
ALTER TABLE "print_runs" ADD COLUMN     "sold_at_bookshops" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sold_at_stalls" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE INDEX "print_runs_received_on_idx" ON "print_runs"("received_on");

-- ---------------------------------------------------------------------------------------------------------------------
-- Written by hand: what the schema file cannot say. docs/database.md lists these rules in words.

-- What consignees sold so far. A correction of such a sale names the same settlement, so it counts against it.
UPDATE "print_runs" r SET "sold_at_stalls" = s."stalls", "sold_at_bookshops" = s."bookshops"
  FROM (SELECT m."print_run_id",
          coalesce(-sum(m."copies") FILTER (WHERE c."kind" = 'stall'), 0) AS "stalls",
          coalesce(-sum(m."copies") FILTER (WHERE c."kind" = 'bookshop'), 0) AS "bookshops"
        FROM "stock_movements" m JOIN "consignment_settlement_lines" l ON l."id" = m."settlement_line_id"
        JOIN "consignment_settlements" t ON t."id" = l."settlement_id" JOIN "consignments" n ON n."id" = t."consignment_id"
        JOIN "consignees" c ON c."id" = n."consignee_id"
        WHERE m."kind" = 'consignee_sold' GROUP BY m."print_run_id") s
  WHERE s."print_run_id" = r."id";

ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_sold_elsewhere" CHECK ("sold_at_stalls" >= 0 AND "sold_at_bookshops" >= 0);

-- As in the migration before it, and what a consignee sold counts by its kind, too. The kind is read under a lock, so that it is the one
-- that stays (`keep_consignee_kind`).
CREATE OR REPLACE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  k "MovementKind" := NEW."kind";
  n integer := NEW."copies";
  from_shelf integer := CASE WHEN k = 'consignee_sold' THEN 0 ELSE n END;
  sold_more integer := CASE WHEN k IN ('sold', 'reader_return', 'undeliverable', 'consignee_sold') THEN -n ELSE 0 END;
  posted_more integer := CASE WHEN k IN ('posted_to_members', 'member_return') THEN -n ELSE 0 END;
  seller "ConsigneeKind";
BEGIN
  PERFORM 1 FROM "print_runs" WHERE "id" = NEW."print_run_id" AND "edition_id" = NEW."edition_id";
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the print run is of another edition' USING ERRCODE = 'SH004';
  END IF;
  IF from_shelf <> 0 THEN
    UPDATE "stock_levels" SET "on_hand" = "on_hand" + from_shelf
      WHERE "edition_id" = NEW."edition_id"
        AND (from_shelf > 0 OR k NOT IN ('sold', 'posted_to_members', 'complimentary', 'consigned', 'received') OR "on_hand" + from_shelf >= "held");
    IF NOT FOUND THEN
      RAISE EXCEPTION 'these copies are held for orders, or the edition keeps no stock' USING ERRCODE = 'SH002';
    END IF;
  END IF;
  IF k = 'consignee_sold' THEN
    SELECT c."kind" INTO seller
      FROM "consignment_settlement_lines" l JOIN "consignment_settlements" t ON t."id" = l."settlement_id"
      JOIN "consignments" s ON s."id" = t."consignment_id" JOIN "consignees" c ON c."id" = s."consignee_id"
      WHERE l."id" = NEW."settlement_line_id" FOR SHARE OF c;
  END IF;
  UPDATE "print_runs" SET
    "on_hand" = "on_hand" + from_shelf,
    "copies" = "copies" + CASE WHEN k = 'received' THEN n ELSE 0 END,
    "received_on" = CASE WHEN k = 'received' THEN least("received_on", NEW."moved_on") ELSE "received_on" END,
    "sold" = "sold" + sold_more,
    "sold_at_stalls" = "sold_at_stalls" + CASE WHEN seller = 'stall' THEN -n ELSE 0 END,
    "sold_at_bookshops" = "sold_at_bookshops" + CASE WHEN seller = 'bookshop' THEN -n ELSE 0 END,
    "posted_to_members" = "posted_to_members" + posted_more,
    "complimentary" = "complimentary" - CASE WHEN k = 'complimentary' THEN n ELSE 0 END,
    "consigned" = "consigned" - CASE WHEN k IN ('consigned', 'consignment_return') THEN n WHEN k = 'consignee_sold' THEN -n ELSE 0 END,
    "damaged_or_lost" = "damaged_or_lost" - CASE WHEN k IN ('damaged', 'lost', 'counted') THEN n ELSE 0 END,
    "returned" = "returned" + CASE WHEN k = 'undeliverable' OR (k = 'reader_return' AND NEW."refund_line_id" IS NOT NULL) THEN n ELSE 0 END
    WHERE "id" = NEW."print_run_id";
  IF sold_more <> 0 OR posted_more <> 0 THEN
    INSERT INTO "print_run_months" AS m ("print_run_id", "month", "sold", "posted_to_members")
      VALUES (NEW."print_run_id", date_trunc('month', NEW."moved_on")::date, sold_more, posted_more)
      ON CONFLICT ("print_run_id", "month") DO UPDATE
      SET "sold" = m."sold" + EXCLUDED."sold", "posted_to_members" = m."posted_to_members" + EXCLUDED."posted_to_members";
  END IF;
  RETURN NULL;
END $$;

-- What a bookshop sold stays sold at a bookshop: a consignee that has a note keeps its kind.
CREATE FUNCTION keep_consignee_kind() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "consignments" WHERE "consignee_id" = OLD."id") THEN
    RAISE EXCEPTION 'a consignee that copies were sent to stays what it is' USING ERRCODE = 'SH015';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "consignees_kind" BEFORE UPDATE OF "kind" ON "consignees" FOR EACH ROW
  WHEN (NEW."kind" <> OLD."kind") EXECUTE FUNCTION keep_consignee_kind();

-- The audit log names what people changed; the sums follow from movements.
DROP TRIGGER "print_runs_audit" ON "print_runs";
CREATE TRIGGER "print_runs_audit" AFTER INSERT OR UPDATE OR DELETE ON "print_runs" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> '')
  EXECUTE FUNCTION audit_change('id', 'copies,overs,spoils,on_hand,sold,sold_at_stalls,sold_at_bookshops,posted_to_members,complimentary,consigned,damaged_or_lost,returned,revenue_yen,received_on,cost_yen,cost_tax_yen');
