-- CreateEnum
CREATE TYPE "PrintRunState" AS ENUM ('planned', 'ordered', 'delivered', 'cancelled');

-- CreateEnum
CREATE TYPE "ComplimentaryPurpose" AS ENUM ('author', 'exchange', 'press', 'legal_deposit', 'sample', 'other');

-- CreateEnum
CREATE TYPE "MemberClass" AS ENUM ('individual_member', 'individual_subscriber', 'organizational_member', 'organizational_subscriber');

-- CreateEnum
CREATE TYPE "StockNoteKind" AS ENUM ('complimentary', 'members', 'member_return', 'loss', 'correction');

-- CreateEnum
CREATE TYPE "ConsigneeKind" AS ENUM ('bookshop', 'stall');

-- CreateEnum
CREATE TYPE "ConsignmentState" AS ENUM ('open', 'settled');

-- CreateEnum
CREATE TYPE "StockCountState" AS ENUM ('open', 'booked', 'cancelled');

-- CreateEnum
CREATE TYPE "CountReason" AS ENUM ('lost', 'damaged', 'found', 'miscounted', 'misposted', 'other');

-- CreateEnum
CREATE TYPE "LectureState" AS ENUM ('asked', 'agreed', 'held', 'invoiced', 'paid', 'declined');

-- AlterTable
ALTER TABLE "supplements" ALTER COLUMN "published_on" DROP NOT NULL;

-- AlterTable
ALTER TABLE "print_runs" ADD COLUMN     "complimentary" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "consigned" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "copies_ordered" INTEGER,
ADD COLUMN     "cost_tax_yen" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "damaged_or_lost" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "expected_on" DATE,
ADD COLUMN     "note" TEXT,
ADD COLUMN     "ordered_on" DATE,
ADD COLUMN     "overs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "posted_to_members" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "printer" TEXT,
ADD COLUMN     "quoted_yen" INTEGER,
ADD COLUMN     "returned" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "revenue_yen" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "sold" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "spoils" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "state" "PrintRunState" NOT NULL DEFAULT 'planned',
ALTER COLUMN "copies" SET DEFAULT 0,
ALTER COLUMN "received_on" DROP NOT NULL;

-- AlterTable
ALTER TABLE "stock_movements" ADD COLUMN     "consignment_line_id" UUID,
ADD COLUMN     "corrects_id" UUID,
ADD COLUMN     "count_line_id" UUID,
ADD COLUMN     "delivery_id" UUID,
ADD COLUMN     "member_class" "MemberClass",
ADD COLUMN     "purpose" "ComplimentaryPurpose",
ADD COLUMN     "settlement_line_id" UUID,
ADD COLUMN     "stock_note_id" UUID;

-- AlterTable
ALTER TABLE "journal_entries" ADD COLUMN     "charge_id" UUID;

-- CreateTable
CREATE TABLE "supplement_announcements" (
    "id" UUID NOT NULL,
    "supplement_id" UUID NOT NULL,
    "work_id" UUID NOT NULL,
    "announced_at" TIMESTAMPTZ(3) NOT NULL,
    "staff_id" UUID,

    CONSTRAINT "supplement_announcements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "availability_requests" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "email" TEXT,
    "locale" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "availability_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_run_deliveries" (
    "id" UUID NOT NULL,
    "print_run_id" UUID NOT NULL,
    "delivered_on" DATE NOT NULL,
    "copies" INTEGER NOT NULL,
    "overs" INTEGER NOT NULL DEFAULT 0,
    "spoils" INTEGER NOT NULL DEFAULT 0,
    "note" TEXT,
    "form_key" TEXT NOT NULL,
    "staff_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "print_run_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_run_bills" (
    "id" UUID NOT NULL,
    "print_run_id" UUID NOT NULL,
    "billed_on" DATE NOT NULL,
    "source_key" TEXT NOT NULL,
    "number" TEXT NOT NULL,
    "net_yen" INTEGER NOT NULL,
    "tax_yen" INTEGER NOT NULL,
    "staff_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "print_run_bills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run_revenues" (
    "id" UUID NOT NULL,
    "print_run_id" UUID NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "earned_on" DATE NOT NULL,
    "shipment_line_id" UUID,
    "refund_id" UUID,
    "settlement_line_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_revenues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_run_months" (
    "print_run_id" UUID NOT NULL,
    "month" DATE NOT NULL,
    "sold" INTEGER NOT NULL DEFAULT 0,
    "posted_to_members" INTEGER NOT NULL DEFAULT 0,
    "revenue_yen" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "print_run_months_pkey" PRIMARY KEY ("print_run_id","month")
);

-- CreateTable
CREATE TABLE "stock_notes" (
    "id" UUID NOT NULL,
    "kind" "StockNoteKind" NOT NULL,
    "noted_on" DATE NOT NULL,
    "recipient" TEXT,
    "reason" TEXT,
    "form_key" TEXT NOT NULL,
    "staff_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignees" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "ConsigneeKind" NOT NULL,
    "commission_percent" INTEGER NOT NULL,
    "contact" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "address" JSONB,
    "locale" TEXT NOT NULL DEFAULT 'ja',
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "consignees_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignments" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "consignee_id" UUID NOT NULL,
    "event" TEXT,
    "sent_on" DATE NOT NULL,
    "settle_by" DATE,
    "state" "ConsignmentState" NOT NULL DEFAULT 'open',
    "commission_percent" INTEGER NOT NULL,
    "note" TEXT,
    "form_key" TEXT NOT NULL,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consignments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignment_lines" (
    "id" UUID NOT NULL,
    "consignment_id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "unit_yen" INTEGER NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "sent" INTEGER NOT NULL,
    "sold" INTEGER NOT NULL DEFAULT 0,
    "returned" INTEGER NOT NULL DEFAULT 0,
    "lost" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "consignment_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignment_settlements" (
    "id" UUID NOT NULL,
    "consignment_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "settled_on" DATE NOT NULL,
    "gross_yen" INTEGER NOT NULL,
    "commission_yen" INTEGER NOT NULL,
    "cash_counted_yen" INTEGER,
    "charge_id" UUID,
    "note" TEXT,
    "form_key" TEXT NOT NULL,
    "staff_id" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consignment_settlements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "consignment_settlement_lines" (
    "id" UUID NOT NULL,
    "settlement_id" UUID NOT NULL,
    "consignment_line_id" UUID NOT NULL,
    "sold" INTEGER NOT NULL,
    "returned" INTEGER NOT NULL,
    "lost" INTEGER NOT NULL,

    CONSTRAINT "consignment_settlement_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_counts" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "state" "StockCountState" NOT NULL DEFAULT 'open',
    "note" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "booked_at" TIMESTAMPTZ(3),
    "staff_id" UUID,
    "booked_by_id" UUID,

    CONSTRAINT "stock_counts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_count_lines" (
    "id" UUID NOT NULL,
    "count_id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "counted" INTEGER,
    "expected" INTEGER,
    "counted_at" TIMESTAMPTZ(3),
    "counted_by_id" UUID,
    "reason" "CountReason",
    "note" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "stock_count_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_proposals" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "expected_on" DATE NOT NULL,
    "inputs" JSONB NOT NULL,
    "arithmetic" JSONB NOT NULL,
    "low_copies" INTEGER NOT NULL,
    "proposed_copies" INTEGER NOT NULL,
    "high_copies" INTEGER NOT NULL,
    "print_run_id" UUID,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "staff_id" UUID,

    CONSTRAINT "print_proposals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge_payers" (
    "charge_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "address" JSONB,
    "locale" TEXT NOT NULL,
    "subject" TEXT NOT NULL,

    CONSTRAINT "charge_payers_pkey" PRIMARY KEY ("charge_id")
);

-- CreateTable
CREATE TABLE "lecture_requests" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "state" "LectureState" NOT NULL DEFAULT 'asked',
    "locale" TEXT NOT NULL,
    "organisation" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "address" JSONB,
    "topic" TEXT NOT NULL,
    "wishes" TEXT NOT NULL,
    "audience" INTEGER,
    "message" TEXT,
    "channel" "InquiryChannel" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "lecturer" TEXT,
    "place" TEXT,
    "on_day" DATE,
    "fee_yen" INTEGER,
    "travel_yen" INTEGER,
    "note" TEXT,
    "agreed_at" TIMESTAMPTZ(3),
    "held_at" TIMESTAMPTZ(3),
    "invoiced_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "declined_at" TIMESTAMPTZ(3),
    "erased_at" TIMESTAMPTZ(3),
    "charge_id" UUID,
    "staff_id" UUID,
    "version" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "lecture_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "supplement_announcements_work_id_key" ON "supplement_announcements"("work_id");

-- CreateIndex
CREATE INDEX "supplement_announcements_supplement_id_idx" ON "supplement_announcements"("supplement_id");

-- CreateIndex
CREATE UNIQUE INDEX "availability_requests_token_hash_key" ON "availability_requests"("token_hash");

-- CreateIndex
CREATE INDEX "availability_requests_edition_id_ended_at_idx" ON "availability_requests"("edition_id", "ended_at");

-- CreateIndex
CREATE UNIQUE INDEX "print_run_deliveries_form_key_key" ON "print_run_deliveries"("form_key");

-- CreateIndex
CREATE INDEX "print_run_deliveries_print_run_id_idx" ON "print_run_deliveries"("print_run_id");

-- CreateIndex
CREATE UNIQUE INDEX "print_run_bills_source_key_key" ON "print_run_bills"("source_key");

-- CreateIndex
CREATE INDEX "print_run_bills_print_run_id_idx" ON "print_run_bills"("print_run_id");

-- CreateIndex
CREATE INDEX "run_revenues_print_run_id_idx" ON "run_revenues"("print_run_id");

-- CreateIndex
CREATE INDEX "run_revenues_shipment_line_id_idx" ON "run_revenues"("shipment_line_id");

-- CreateIndex
CREATE INDEX "run_revenues_refund_id_idx" ON "run_revenues"("refund_id");

-- CreateIndex
CREATE INDEX "run_revenues_settlement_line_id_idx" ON "run_revenues"("settlement_line_id");

-- CreateIndex
CREATE INDEX "print_run_months_month_idx" ON "print_run_months"("month");

-- CreateIndex
CREATE UNIQUE INDEX "stock_notes_form_key_key" ON "stock_notes"("form_key");

-- CreateIndex
CREATE INDEX "stock_notes_noted_on_idx" ON "stock_notes"("noted_on");

-- CreateIndex
CREATE UNIQUE INDEX "consignees_name_key" ON "consignees"("name");

-- CreateIndex
CREATE UNIQUE INDEX "consignments_code_key" ON "consignments"("code");

-- CreateIndex
CREATE UNIQUE INDEX "consignments_form_key_key" ON "consignments"("form_key");

-- CreateIndex
CREATE INDEX "consignments_state_settle_by_idx" ON "consignments"("state", "settle_by");

-- CreateIndex
CREATE INDEX "consignments_consignee_id_idx" ON "consignments"("consignee_id");

-- CreateIndex
CREATE INDEX "consignment_lines_edition_id_idx" ON "consignment_lines"("edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_lines_consignment_id_edition_id_key" ON "consignment_lines"("consignment_id", "edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_settlements_charge_id_key" ON "consignment_settlements"("charge_id");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_settlements_form_key_key" ON "consignment_settlements"("form_key");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_settlements_consignment_id_number_key" ON "consignment_settlements"("consignment_id", "number");

-- CreateIndex
CREATE INDEX "consignment_settlement_lines_consignment_line_id_idx" ON "consignment_settlement_lines"("consignment_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "consignment_settlement_lines_settlement_id_consignment_line_key" ON "consignment_settlement_lines"("settlement_id", "consignment_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_counts_code_key" ON "stock_counts"("code");

-- CreateIndex
CREATE INDEX "stock_counts_state_idx" ON "stock_counts"("state");

-- CreateIndex
CREATE INDEX "stock_count_lines_edition_id_idx" ON "stock_count_lines"("edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "stock_count_lines_count_id_edition_id_key" ON "stock_count_lines"("count_id", "edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "print_proposals_print_run_id_key" ON "print_proposals"("print_run_id");

-- CreateIndex
CREATE INDEX "print_proposals_edition_id_idx" ON "print_proposals"("edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "lecture_requests_code_key" ON "lecture_requests"("code");

-- CreateIndex
CREATE UNIQUE INDEX "lecture_requests_charge_id_key" ON "lecture_requests"("charge_id");

-- CreateIndex
CREATE INDEX "lecture_requests_state_received_at_idx" ON "lecture_requests"("state", "received_at");

-- CreateIndex
CREATE UNIQUE INDEX "stock_movements_corrects_id_key" ON "stock_movements"("corrects_id");

-- CreateIndex
CREATE INDEX "stock_movements_parcel_report_id_idx" ON "stock_movements"("parcel_report_id");

-- CreateIndex
CREATE INDEX "stock_movements_delivery_id_idx" ON "stock_movements"("delivery_id");

-- CreateIndex
CREATE INDEX "stock_movements_stock_note_id_idx" ON "stock_movements"("stock_note_id");

-- CreateIndex
CREATE INDEX "stock_movements_consignment_line_id_idx" ON "stock_movements"("consignment_line_id");

-- CreateIndex
CREATE INDEX "stock_movements_settlement_line_id_idx" ON "stock_movements"("settlement_line_id");

-- CreateIndex
CREATE INDEX "stock_movements_count_line_id_idx" ON "stock_movements"("count_line_id");

-- CreateIndex
CREATE INDEX "journal_entries_charge_id_idx" ON "journal_entries"("charge_id");

-- AddForeignKey
ALTER TABLE "supplement_announcements" ADD CONSTRAINT "supplement_announcements_supplement_id_fkey" FOREIGN KEY ("supplement_id") REFERENCES "supplements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplement_announcements" ADD CONSTRAINT "supplement_announcements_work_id_fkey" FOREIGN KEY ("work_id") REFERENCES "works"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplement_announcements" ADD CONSTRAINT "supplement_announcements_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "availability_requests" ADD CONSTRAINT "availability_requests_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_run_deliveries" ADD CONSTRAINT "print_run_deliveries_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_run_deliveries" ADD CONSTRAINT "print_run_deliveries_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_run_bills" ADD CONSTRAINT "print_run_bills_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_run_bills" ADD CONSTRAINT "print_run_bills_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_revenues" ADD CONSTRAINT "run_revenues_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_revenues" ADD CONSTRAINT "run_revenues_shipment_line_id_fkey" FOREIGN KEY ("shipment_line_id") REFERENCES "shipment_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_revenues" ADD CONSTRAINT "run_revenues_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run_revenues" ADD CONSTRAINT "run_revenues_settlement_line_id_fkey" FOREIGN KEY ("settlement_line_id") REFERENCES "consignment_settlement_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_run_months" ADD CONSTRAINT "print_run_months_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_notes" ADD CONSTRAINT "stock_notes_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "print_run_deliveries"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_stock_note_id_fkey" FOREIGN KEY ("stock_note_id") REFERENCES "stock_notes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_consignment_line_id_fkey" FOREIGN KEY ("consignment_line_id") REFERENCES "consignment_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_settlement_line_id_fkey" FOREIGN KEY ("settlement_line_id") REFERENCES "consignment_settlement_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_count_line_id_fkey" FOREIGN KEY ("count_line_id") REFERENCES "stock_count_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_corrects_id_fkey" FOREIGN KEY ("corrects_id") REFERENCES "stock_movements"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignments" ADD CONSTRAINT "consignments_consignee_id_fkey" FOREIGN KEY ("consignee_id") REFERENCES "consignees"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignments" ADD CONSTRAINT "consignments_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_lines" ADD CONSTRAINT "consignment_lines_consignment_id_fkey" FOREIGN KEY ("consignment_id") REFERENCES "consignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_lines" ADD CONSTRAINT "consignment_lines_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_consignment_id_fkey" FOREIGN KEY ("consignment_id") REFERENCES "consignments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_settlement_lines" ADD CONSTRAINT "consignment_settlement_lines_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "consignment_settlements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consignment_settlement_lines" ADD CONSTRAINT "consignment_settlement_lines_consignment_line_id_fkey" FOREIGN KEY ("consignment_line_id") REFERENCES "consignment_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_booked_by_id_fkey" FOREIGN KEY ("booked_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_count_id_fkey" FOREIGN KEY ("count_id") REFERENCES "stock_counts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_counted_by_id_fkey" FOREIGN KEY ("counted_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_proposals" ADD CONSTRAINT "print_proposals_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_proposals" ADD CONSTRAINT "print_proposals_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_proposals" ADD CONSTRAINT "print_proposals_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge_payers" ADD CONSTRAINT "charge_payers_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------------------
-- Written by hand: what the schema file cannot say. docs/database.md lists these rules in words.

INSERT INTO "accounts" ("role", "code", "name", "kind") VALUES
  ('input_tax', '1310', '仮払消費税', 'asset'),
  ('payables', '2105', '未払金', 'liability'),
  ('lecture_income', '4130', '講師派遣収入', 'income'),
  ('printing_costs', '5130', '印刷製本費', 'expense'),
  ('stock_losses', '5140', '棚卸減耗損', 'expense'),
  ('cash_differences', '5150', '現金過不足', 'expense');

-- What is there already -----------------------------------------------------------------------------------------------------

-- Every run so far came in whole, in one delivery.
UPDATE "print_runs" SET "state" = 'delivered';
INSERT INTO "print_run_deliveries" ("id", "print_run_id", "delivered_on", "copies", "form_key", "recorded_at")
  SELECT gen_random_uuid(), "id", "received_on", "copies", 'before:' || "id", "created_at" FROM "print_runs";
ALTER TABLE "stock_movements" DISABLE TRIGGER "stock_movements_append_only";
UPDATE "stock_movements" m SET "delivery_id" = d."id"
  FROM "print_run_deliveries" d WHERE d."print_run_id" = m."print_run_id" AND m."kind" = 'received';
ALTER TABLE "stock_movements" ENABLE TRIGGER "stock_movements_append_only";
UPDATE "print_runs" r SET "sold" = s."sold", "posted_to_members" = s."posted", "complimentary" = s."complimentary",
    "consigned" = s."consigned", "damaged_or_lost" = s."gone", "returned" = s."returned"
  FROM (SELECT "print_run_id",
          coalesce(-sum("copies") FILTER (WHERE "kind" IN ('sold', 'reader_return')), 0) AS "sold",
          coalesce(-sum("copies") FILTER (WHERE "kind" IN ('posted_to_members', 'member_return')), 0) AS "posted",
          coalesce(-sum("copies") FILTER (WHERE "kind" = 'complimentary'), 0) AS "complimentary",
          coalesce(-sum("copies") FILTER (WHERE "kind" IN ('consigned', 'consignment_return')), 0) AS "consigned",
          coalesce(-sum("copies") FILTER (WHERE "kind" IN ('damaged', 'lost', 'counted')), 0) AS "gone",
          coalesce(sum("copies") FILTER (WHERE "kind" = 'reader_return' AND "refund_line_id" IS NOT NULL), 0) AS "returned"
        FROM "stock_movements" GROUP BY "print_run_id") s
  WHERE s."print_run_id" = r."id";
-- What a run is known to have cost becomes its first bill, and is expensed on the day it came in.
INSERT INTO "print_run_bills" ("id", "print_run_id", "billed_on", "source_key", "number", "net_yen", "tax_yen", "recorded_at")
  SELECT gen_random_uuid(), "id", "received_on", 'before:' || "id", '', "cost_yen", 0, "created_at" FROM "print_runs" WHERE "cost_yen" > 0;
INSERT INTO "journal_entries" ("id", "cause_key", "kind", "event_on", "posted_on", "memo", "created_at")
  SELECT gen_random_uuid(), 'print-bill:' || b."id", 'print-bill', b."billed_on", b."billed_on", e."sku" || ' / ' || r."number", b."recorded_at"
  FROM "print_run_bills" b JOIN "print_runs" r ON r."id" = b."print_run_id" JOIN "editions" e ON e."id" = r."edition_id";
INSERT INTO "postings" ("id", "entry_id", "position", "account", "amount_yen", "title_id")
  SELECT gen_random_uuid(), j."id", side.n, side.account, side.sign * b."net_yen", CASE side.n WHEN 0 THEN e."title_id" END
  FROM "print_run_bills" b JOIN "print_runs" r ON r."id" = b."print_run_id" JOIN "editions" e ON e."id" = r."edition_id"
  JOIN "journal_entries" j ON j."cause_key" = 'print-bill:' || b."id"
  CROSS JOIN (VALUES (0, 'printing_costs', 1), (1, 'payables', -1)) AS side (n, account, sign);
-- What parcels earned, spread over the copies in them, per title as it was booked.
INSERT INTO "run_revenues" ("id", "print_run_id", "amount_yen", "earned_on", "shipment_line_id", "recorded_at")
  SELECT gen_random_uuid(), "print_run_id", "amount_yen", "earned_on", "shipment_line_id", "created_at" FROM (
    SELECT m."print_run_id", m."shipment_line_id", j."event_on" AS "earned_on", j."created_at",
           (x."yen" * sum(-m."copies") OVER w / sum(-m."copies") OVER t
            - x."yen" * (sum(-m."copies") OVER w + m."copies") / sum(-m."copies") OVER t)::integer AS "amount_yen"
    FROM "stock_movements" m JOIN "shipment_lines" s ON s."id" = m."shipment_line_id" JOIN "editions" e ON e."id" = m."edition_id"
    JOIN "journal_entries" j ON j."cause_key" = 'shipment:' || s."shipment_id"
    JOIN (SELECT "entry_id", "title_id", -sum("amount_yen") AS "yen" FROM "postings" WHERE "account" = 'sales' GROUP BY 1, 2) x
      ON x."entry_id" = j."id" AND x."title_id" = e."title_id"
    WHERE m."kind" = 'sold'
    WINDOW t AS (PARTITION BY j."id", e."title_id"), w AS (PARTITION BY j."id", e."title_id" ORDER BY m."id")
  ) AS parts WHERE "amount_yen" <> 0;
-- What refunds took back since, order by order, off the run its first copy came from. Orders with files among their lines are left alone.
INSERT INTO "run_revenues" ("id", "print_run_id", "amount_yen", "earned_on", "refund_id", "recorded_at")
  SELECT gen_random_uuid(), f."print_run_id", b."yen" - f."yen", r."created_at"::date, r."id", r."created_at"
  FROM (SELECT "order_id", -sum(x."amount_yen") AS "yen" FROM "postings" x JOIN "journal_entries" j ON j."id" = x."entry_id"
        WHERE x."account" IN ('sales', 'sales_returns') AND x."title_id" IS NOT NULL AND "order_id" IS NOT NULL GROUP BY 1) b
  JOIN (SELECT p."order_id", (array_agg(v."print_run_id" ORDER BY v."id"))[1] AS "print_run_id", sum(v."amount_yen") AS "yen"
        FROM "run_revenues" v JOIN "shipment_lines" s ON s."id" = v."shipment_line_id" JOIN "shipments" p ON p."id" = s."shipment_id" GROUP BY 1) f
    ON f."order_id" = b."order_id"
  JOIN LATERAL (SELECT r."id", r."created_at" FROM "orders" o JOIN "payments" p ON p."charge_id" = o."charge_id" JOIN "refunds" r ON r."payment_id" = p."id"
                WHERE o."id" = b."order_id" ORDER BY r."created_at" DESC LIMIT 1) r ON true
  WHERE b."yen" <> f."yen" AND NOT EXISTS (SELECT FROM "order_lines" g WHERE g."order_id" = b."order_id" AND g."format" = 'pdf');
UPDATE "print_runs" r SET "revenue_yen" = v."yen"
  FROM (SELECT "print_run_id", sum("amount_yen") AS "yen" FROM "run_revenues" GROUP BY 1) v WHERE v."print_run_id" = r."id";
INSERT INTO "print_run_months" ("print_run_id", "month", "sold", "posted_to_members", "revenue_yen")
  SELECT "print_run_id", "month", sum("sold"), sum("posted"), sum("yen") FROM (
    SELECT "print_run_id", date_trunc('month', "moved_on")::date AS "month",
      CASE WHEN "kind" IN ('sold', 'reader_return') THEN -"copies" ELSE 0 END AS "sold",
      CASE WHEN "kind" IN ('posted_to_members', 'member_return') THEN -"copies" ELSE 0 END AS "posted", 0 AS "yen"
    FROM "stock_movements" WHERE "kind" IN ('sold', 'reader_return', 'posted_to_members', 'member_return')
    UNION ALL SELECT "print_run_id", date_trunc('month', "earned_on")::date, 0, 0, "amount_yen" FROM "run_revenues") AS parts
  GROUP BY 1, 2;
-- Copies may be ordered before they are there only against a run that is to come.
INSERT INTO "print_runs" ("id", "edition_id", "number", "state", "copies_ordered", "created_at")
  SELECT gen_random_uuid(), l."edition_id",
         coalesce((SELECT max(r."number") FROM "print_runs" r WHERE r."edition_id" = l."edition_id"), 0) + 1, 'planned', l."preorder_limit", now()
  FROM "stock_levels" l WHERE l."preorder_limit" > 0;

-- Checks ---------------------------------------------------------------------------------------------------------------

ALTER TABLE "print_runs" DROP CONSTRAINT "print_runs_copies";
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_copies" CHECK (
  "number" > 0 AND "copies" >= 0 AND "on_hand" >= 0 AND "consigned" >= 0 AND "overs" >= 0 AND "spoils" >= 0 AND "quoted_yen" >= 0 AND "cost_tax_yen" >= 0);
-- The copy equation: every good copy that was delivered is in one place.
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_equation" CHECK (
  "copies" = "sold" + "posted_to_members" + "complimentary" + "consigned" + "damaged_or_lost" + "on_hand");
-- What comes beyond the order is declared as overs.
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_within_order" CHECK ("copies_ordered" IS NULL OR "copies" - "overs" <= "copies_ordered");
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_state" CHECK (
  coalesce("copies_ordered", 1) > 0 AND CASE "state"
    WHEN 'planned' THEN "copies_ordered" IS NOT NULL AND "copies" = 0
    WHEN 'ordered' THEN "copies_ordered" IS NOT NULL AND "ordered_on" IS NOT NULL
    WHEN 'cancelled' THEN "copies" = 0
    ELSE true END);
ALTER TABLE "print_run_deliveries" ADD CONSTRAINT "print_run_deliveries_copies" CHECK (
  "copies" >= 0 AND "overs" BETWEEN 0 AND "copies" AND "spoils" >= 0 AND "copies" + "spoils" > 0);
ALTER TABLE "print_run_bills" ADD CONSTRAINT "print_run_bills_yen" CHECK ("net_yen" <> 0 AND sign("tax_yen") IN (0, sign("net_yen")));
ALTER TABLE "run_revenues" ADD CONSTRAINT "run_revenues_cause" CHECK (
  "amount_yen" <> 0 AND num_nonnulls("shipment_line_id", "refund_id", "settlement_line_id") = 1);
ALTER TABLE "print_run_months" ADD CONSTRAINT "print_run_months_first" CHECK (extract(day FROM "month") = 1);

ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_direction";
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_direction" CHECK (
  CASE
    WHEN "corrects_id" IS NOT NULL THEN "copies" <> 0
    WHEN "kind" IN ('received', 'reader_return', 'member_return', 'consignment_return', 'undeliverable') THEN "copies" > 0
    WHEN "kind" IN ('sold', 'posted_to_members', 'complimentary', 'consigned', 'consignee_sold', 'damaged', 'lost') THEN "copies" < 0
    ELSE "copies" <> 0
  END);
-- Every movement names what caused it, and what it has to say for its kind. Those from before this migration need not.
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_cause";
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_cause" CHECK (
  CASE "kind"
    WHEN 'received' THEN "delivery_id" IS NOT NULL
    WHEN 'sold' THEN "shipment_line_id" IS NOT NULL
    WHEN 'undeliverable' THEN "parcel_report_id" IS NOT NULL
    WHEN 'posted_to_members' THEN "stock_note_id" IS NOT NULL AND "member_class" IS NOT NULL
    WHEN 'member_return' THEN "stock_note_id" IS NOT NULL AND "member_class" IS NOT NULL
    WHEN 'complimentary' THEN "stock_note_id" IS NOT NULL AND "purpose" IS NOT NULL
    WHEN 'consigned' THEN "consignment_line_id" IS NOT NULL
    WHEN 'consignment_return' THEN "settlement_line_id" IS NOT NULL
    WHEN 'consignee_sold' THEN "settlement_line_id" IS NOT NULL
    WHEN 'counted' THEN "count_line_id" IS NOT NULL
    WHEN 'damaged' THEN num_nonnulls("stock_note_id", "parcel_report_id", "settlement_line_id", "count_line_id") = 1
    WHEN 'lost' THEN num_nonnulls("stock_note_id", "parcel_report_id", "settlement_line_id", "count_line_id") = 1
    ELSE true
  END) NOT VALID;
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_correction" CHECK ("corrects_id" IS NULL OR "stock_note_id" IS NOT NULL);

ALTER TABLE "consignees" ADD CONSTRAINT "consignees_values" CHECK (
  "commission_percent" BETWEEN 0 AND 100 AND "locale" IN ('ja', 'en', 'ko', 'tl') AND ("kind" <> 'stall' OR "commission_percent" = 0));
ALTER TABLE "consignments" ADD CONSTRAINT "consignments_commission" CHECK ("commission_percent" BETWEEN 0 AND 100);
ALTER TABLE "consignment_lines" ADD CONSTRAINT "consignment_lines_copies" CHECK (
  "sent" > 0 AND "unit_yen" > 0 AND "tax_rate" BETWEEN 0 AND 100
  AND "sold" >= 0 AND "returned" >= 0 AND "lost" >= 0 AND "sold" + "returned" + "lost" <= "sent");
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_yen" CHECK (
  "number" > 0 AND "gross_yen" >= 0 AND "commission_yen" BETWEEN 0 AND "gross_yen" AND "cash_counted_yen" >= 0);
ALTER TABLE "consignment_settlement_lines" ADD CONSTRAINT "consignment_settlement_lines_copies" CHECK (
  "sold" >= 0 AND "returned" >= 0 AND "lost" >= 0 AND "sold" + "returned" + "lost" > 0);

ALTER TABLE "stock_counts" ADD CONSTRAINT "stock_counts_booked" CHECK (("state" = 'booked') = ("booked_at" IS NOT NULL));
-- Two counts at once would each book the other's differences.
CREATE UNIQUE INDEX "stock_counts_one_open" ON "stock_counts" ((true)) WHERE "state" = 'open';
ALTER TABLE "stock_count_lines" ADD CONSTRAINT "stock_count_lines_counted" CHECK (
  "counted" >= 0 AND ("counted" IS NULL) = ("counted_at" IS NULL) AND ("counted" IS NULL) = ("expected" IS NULL));
ALTER TABLE "print_proposals" ADD CONSTRAINT "print_proposals_range" CHECK (
  0 <= "low_copies" AND "low_copies" <= "proposed_copies" AND "proposed_copies" <= "high_copies");

ALTER TABLE "charge_payers" ADD CONSTRAINT "charge_payers_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_one_matter" CHECK (num_nonnulls("order_id", "charge_id") <= 1);

ALTER TABLE "availability_requests" ADD CONSTRAINT "availability_requests_values" CHECK (
  "locale" IN ('ja', 'en', 'ko', 'tl') AND "email" = lower("email") AND ("email" IS NOT NULL OR "ended_at" IS NOT NULL)
  AND ("told_at" IS NULL OR ("confirmed_at" IS NOT NULL AND "ended_at" IS NOT NULL)));
CREATE UNIQUE INDEX "availability_requests_one" ON "availability_requests" ("edition_id", "email") WHERE "ended_at" IS NULL;

ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_values" CHECK (
  "locale" IN ('ja', 'en', 'ko', 'tl') AND "fee_yen" >= 0 AND "travel_yen" >= 0 AND "audience" > 0);
ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_state" CHECK (
  CASE "state"
    WHEN 'asked' THEN "declined_at" IS NULL AND "held_at" IS NULL AND "charge_id" IS NULL
    WHEN 'agreed' THEN "agreed_at" IS NOT NULL AND "declined_at" IS NULL AND "held_at" IS NULL AND "charge_id" IS NULL
    WHEN 'held' THEN "held_at" IS NOT NULL AND "charge_id" IS NULL
    WHEN 'invoiced' THEN "held_at" IS NOT NULL AND "invoiced_at" IS NOT NULL AND "charge_id" IS NOT NULL
    WHEN 'paid' THEN "held_at" IS NOT NULL AND "paid_at" IS NOT NULL
    ELSE "declined_at" IS NOT NULL AND "charge_id" IS NULL
  END);

-- Append-only, and never deleted ---------------------------------------------------------------------------------------------

DO $$
DECLARE
  one text;
BEGIN
  FOREACH one IN ARRAY ARRAY['print_run_deliveries', 'print_run_bills', 'run_revenues', 'stock_notes',
                             'consignment_settlements', 'consignment_settlement_lines'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one || '_append_only', one);
  END LOOP;
  FOREACH one IN ARRAY ARRAY['print_runs', 'consignees', 'consignments', 'consignment_lines', 'stock_counts', 'print_proposals', 'lecture_requests'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION refuse_change()', one || '_keep', one);
  END LOOP;
END $$;

-- Copies -----------------------------------------------------------------------------------------------------------------

-- A movement changes its edition's level, its run's running sums, and what the run did in that month. What leaves by choice may not touch
-- copies that are held for orders, nor may a delivery be taken back that far; a loss or a count books the truth even then, but nothing
-- goes below zero. What a consignee sold had left the shelf before.
CREATE OR REPLACE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  k "MovementKind" := NEW."kind";
  n integer := NEW."copies";
  from_shelf integer := CASE WHEN k = 'consignee_sold' THEN 0 ELSE n END;
  sold_more integer := CASE WHEN k IN ('sold', 'reader_return', 'undeliverable', 'consignee_sold') THEN -n ELSE 0 END;
  posted_more integer := CASE WHEN k IN ('posted_to_members', 'member_return') THEN -n ELSE 0 END;
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
  UPDATE "print_runs" SET
    "on_hand" = "on_hand" + from_shelf,
    "copies" = "copies" + CASE WHEN k = 'received' THEN n ELSE 0 END,
    "received_on" = CASE WHEN k = 'received' THEN least("received_on", NEW."moved_on") ELSE "received_on" END,
    "sold" = "sold" + sold_more,
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

-- A correction is the exact opposite of one movement of the same run.
CREATE FUNCTION check_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "stock_movements" m
    WHERE m."id" = NEW."corrects_id" AND m."corrects_id" IS NULL AND m."print_run_id" = NEW."print_run_id" AND m."kind" = NEW."kind"
      AND m."copies" = -NEW."copies";
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a correction takes back one movement as it was written' USING ERRCODE = 'SH004';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "stock_movements_correct" AFTER INSERT ON "stock_movements" FOR EACH ROW
  WHEN (NEW."corrects_id" IS NOT NULL) EXECUTE FUNCTION check_correction();

CREATE FUNCTION apply_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "print_runs" SET "overs" = "overs" + NEW."overs", "spoils" = "spoils" + NEW."spoils" WHERE "id" = NEW."print_run_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "print_run_deliveries_apply" AFTER INSERT ON "print_run_deliveries" FOR EACH ROW EXECUTE FUNCTION apply_delivery();

CREATE FUNCTION apply_print_bill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "print_runs" SET "cost_yen" = coalesce("cost_yen", 0) + NEW."net_yen", "cost_tax_yen" = "cost_tax_yen" + NEW."tax_yen"
    WHERE "id" = NEW."print_run_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "print_run_bills_apply" AFTER INSERT ON "print_run_bills" FOR EACH ROW EXECUTE FUNCTION apply_print_bill();

CREATE FUNCTION apply_run_revenue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "print_runs" SET "revenue_yen" = "revenue_yen" + NEW."amount_yen" WHERE "id" = NEW."print_run_id";
  INSERT INTO "print_run_months" AS m ("print_run_id", "month", "revenue_yen")
    VALUES (NEW."print_run_id", date_trunc('month', NEW."earned_on")::date, NEW."amount_yen")
    ON CONFLICT ("print_run_id", "month") DO UPDATE SET "revenue_yen" = m."revenue_yen" + EXCLUDED."revenue_yen";
  RETURN NULL;
END $$;
CREATE TRIGGER "run_revenues_apply" AFTER INSERT ON "run_revenues" FOR EACH ROW EXECUTE FUNCTION apply_run_revenue();

CREATE FUNCTION apply_settlement_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "consignment_lines" SET "sold" = "sold" + NEW."sold", "returned" = "returned" + NEW."returned", "lost" = "lost" + NEW."lost"
    WHERE "id" = NEW."consignment_line_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "consignment_settlement_lines_apply" AFTER INSERT ON "consignment_settlement_lines" FOR EACH ROW EXECUTE FUNCTION apply_settlement_line();

-- The audit log ------------------------------------------------------------------------------------------------------------

DROP TRIGGER "print_runs_audit" ON "print_runs";
DO $$
DECLARE
  audited text[][] := ARRAY[
    ['print_runs', 'id', 'copies,overs,spoils,on_hand,sold,posted_to_members,complimentary,consigned,damaged_or_lost,returned,revenue_yen,received_on,cost_yen,cost_tax_yen'],
    ['print_run_deliveries', 'id', 'form_key'], ['print_run_bills', 'id', ''], ['stock_notes', 'id', 'form_key'],
    ['consignees', 'id', 'contact,email,phone,address'], ['consignments', 'id', 'form_key'], ['consignment_lines', 'id', 'sold,returned,lost'],
    ['consignment_settlements', 'id', 'form_key'], ['consignment_settlement_lines', 'id', ''],
    ['stock_counts', 'id', ''], ['stock_count_lines', 'id', ''], ['print_proposals', 'id', 'inputs,arithmetic'],
    ['supplement_announcements', 'id', ''], ['charge_payers', 'charge_id', 'name,email,address'],
    ['lecture_requests', 'id', 'organisation,name,email,phone,address,wishes,message,note']];
  one text[];
BEGIN
  FOREACH one SLICE 1 IN ARRAY audited LOOP
    EXECUTE format(
      'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW WHEN (coalesce(current_setting(''shop.actor'', true), '''') <> '''')
       EXECUTE FUNCTION audit_change(%L, %L)', one[1] || '_audit', one[1], one[2], one[3]);
  END LOOP;
END $$;
