-- CreateEnum
CREATE TYPE "ChargeTerms" AS ENUM ('prepaid', 'billed');

-- CreateEnum
CREATE TYPE "OrderChannel" AS ENUM ('web', 'post', 'phone', 'mail', 'visit');

-- CreateEnum
CREATE TYPE "ParcelProblem" AS ENUM ('lost', 'damaged', 'incomplete');

-- CreateEnum
CREATE TYPE "ParcelResolution" AS ENUM ('replacement', 'refund', 'none');

-- CreateEnum
CREATE TYPE "DocumentKind" AS ENUM ('receipt', 'credit_note', 'quote', 'invoice');

-- CreateEnum
CREATE TYPE "StaffRole" AS ENUM ('secretariat', 'treasurer', 'administrator');

-- CreateEnum
CREATE TYPE "WorkState" AS ENUM ('queued', 'running', 'done', 'failed');

-- AlterTable
ALTER TABLE "settings" ADD COLUMN     "staff_id" UUID;

-- AlterTable
ALTER TABLE "stock_movements" ADD COLUMN     "parcel_report_id" UUID,
ADD COLUMN     "refund_line_id" UUID,
ADD COLUMN     "staff_id" UUID;

-- AlterTable
ALTER TABLE "charges" ADD COLUMN     "terms" "ChargeTerms" NOT NULL DEFAULT 'prepaid',
ALTER COLUMN "expires_at" DROP NOT NULL;

-- AlterTable
ALTER TABLE "refunds" ADD COLUMN     "method" "PaymentMethod",
ADD COLUMN     "requested_at" TIMESTAMPTZ(3),
ADD COLUMN     "source_key" TEXT,
ADD COLUMN     "staff_id" UUID;

-- Refunds made before this migration went back the way they came.
UPDATE "refunds" r SET "method" = p."method" FROM "payments" p WHERE p."id" = r."payment_id";
ALTER TABLE "refunds" ALTER COLUMN "method" SET NOT NULL;

-- AlterTable
ALTER TABLE "refund_lines" ADD COLUMN     "restocked" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "buyer_reference" TEXT,
ADD COLUMN     "channel" "OrderChannel" NOT NULL DEFAULT 'web',
ADD COLUMN     "erased_at" TIMESTAMPTZ(3),
ADD COLUMN     "quote_id" UUID,
ADD COLUMN     "staff_id" UUID;

-- AlterTable
ALTER TABLE "shipments" ADD COLUMN     "replaces_id" UUID,
ADD COLUMN     "staff_id" UUID;

-- AlterTable
ALTER TABLE "order_events" ADD COLUMN     "staff_id" UUID;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "staff_id" UUID;

-- CreateTable
CREATE TABLE "order_notes" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "staff_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "parcel_reports" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "shipment_id" UUID NOT NULL,
    "problem" "ParcelProblem" NOT NULL,
    "message" TEXT,
    "reported_at" TIMESTAMPTZ(3) NOT NULL,
    "resolution" "ParcelResolution",
    "resolved_at" TIMESTAMPTZ(3),
    "staff_id" UUID,

    CONSTRAINT "parcel_reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "subject_key" TEXT NOT NULL,
    "order_id" UUID,
    "charge_id" UUID,
    "refund_id" UUID,
    "locale" TEXT NOT NULL,
    "total_yen" INTEGER NOT NULL,
    "payload" JSONB NOT NULL,
    "issued_on" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    "void_reason" TEXT,
    "staff_id" UUID,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_issues" (
    "document_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "staff_id" UUID,

    CONSTRAINT "document_issues_pkey" PRIMARY KEY ("document_id","number")
);

-- CreateTable
CREATE TABLE "document_counters" (
    "kind" "DocumentKind" NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL,

    CONSTRAINT "document_counters_pkey" PRIMARY KEY ("kind","year")
);

-- CreateTable
CREATE TABLE "staff" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" "StaffRole" NOT NULL,
    "locale" TEXT NOT NULL DEFAULT 'ja',
    "totp_secret" BYTEA,
    "totp_confirmed_at" TIMESTAMPTZ(3),
    "totp_last_period" BIGINT,
    "digest" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_links" (
    "token_hash" TEXT NOT NULL,
    "staff_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_links_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "staff_id" UUID NOT NULL,
    "device" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "second_factor_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "staff_id" UUID,
    "change" TEXT NOT NULL,
    "table_name" TEXT NOT NULL,
    "row_id" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "works" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" "WorkState" NOT NULL DEFAULT 'queued',
    "params" JSONB NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL,
    "problem" TEXT,
    "staff_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "heard_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "file_name" TEXT,
    "media_type" TEXT,
    "file" BYTEA,

    CONSTRAINT "works_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "order_notes_order_id_at_idx" ON "order_notes"("order_id", "at");

-- CreateIndex
CREATE INDEX "parcel_reports_order_id_idx" ON "parcel_reports"("order_id");

-- CreateIndex
CREATE INDEX "documents_order_id_idx" ON "documents"("order_id");

-- CreateIndex
CREATE INDEX "documents_subject_key_idx" ON "documents"("subject_key");

-- CreateIndex
CREATE UNIQUE INDEX "documents_kind_year_number_key" ON "documents"("kind", "year", "number");

-- CreateIndex
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

-- CreateIndex
CREATE INDEX "sign_in_links_staff_id_idx" ON "sign_in_links"("staff_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_staff_id_ended_at_idx" ON "sessions"("staff_id", "ended_at");

-- CreateIndex
CREATE INDEX "audit_entries_at_id_idx" ON "audit_entries"("at" DESC, "id");

-- CreateIndex
CREATE INDEX "audit_entries_table_name_row_id_idx" ON "audit_entries"("table_name", "row_id");

-- CreateIndex
CREATE INDEX "audit_entries_staff_id_at_idx" ON "audit_entries"("staff_id", "at");

-- CreateIndex
CREATE INDEX "works_state_created_at_idx" ON "works"("state", "created_at");

-- CreateIndex
CREATE INDEX "stock_movements_refund_line_id_idx" ON "stock_movements"("refund_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_source_key_key" ON "refunds"("source_key");

-- CreateIndex
CREATE UNIQUE INDEX "orders_quote_id_key" ON "orders"("quote_id");

-- CreateIndex
CREATE INDEX "orders_email_idx" ON "orders"("email");

-- AddForeignKey
ALTER TABLE "settings" ADD CONSTRAINT "settings_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_refund_line_id_fkey" FOREIGN KEY ("refund_line_id") REFERENCES "refund_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_parcel_report_id_fkey" FOREIGN KEY ("parcel_report_id") REFERENCES "parcel_reports"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_quote_id_fkey" FOREIGN KEY ("quote_id") REFERENCES "documents"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_replaces_id_fkey" FOREIGN KEY ("replaces_id") REFERENCES "shipments"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_notes" ADD CONSTRAINT "order_notes_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_notes" ADD CONSTRAINT "order_notes_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel_reports" ADD CONSTRAINT "parcel_reports_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel_reports" ADD CONSTRAINT "parcel_reports_shipment_id_fkey" FOREIGN KEY ("shipment_id") REFERENCES "shipments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parcel_reports" ADD CONSTRAINT "parcel_reports_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_issues" ADD CONSTRAINT "document_issues_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_issues" ADD CONSTRAINT "document_issues_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "works" ADD CONSTRAINT "works_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ---------------------------------------------------------------- by hand: what Prisma cannot say

-- A billed charge never expires, every other one does.
ALTER TABLE "charges" ADD CONSTRAINT "charges_expiry" CHECK (("terms" = 'billed') = ("expires_at" IS NULL));
ALTER TABLE "charges" ADD CONSTRAINT "charges_bill_due" CHECK ("terms" <> 'billed' OR "due_on" IS NOT NULL);

-- An order whose names and addresses were erased is reachable no more; every other one is.
ALTER TABLE "orders" DROP CONSTRAINT "orders_delivery";
ALTER TABLE "orders" DROP CONSTRAINT "orders_reachable";
ALTER TABLE "orders" ADD CONSTRAINT "orders_delivery" CHECK ("delivery_kind" = 'download' OR "delivery_address" IS NOT NULL OR "erased_at" IS NOT NULL);
ALTER TABLE "orders" ADD CONSTRAINT "orders_reachable" CHECK ("email" IS NOT NULL OR "delivery_address" IS NOT NULL OR "erased_at" IS NOT NULL);
ALTER TABLE "orders" ADD CONSTRAINT "orders_erased" CHECK ("erased_at" IS NULL
  OR ("email" IS NULL AND "delivery_address" IS NULL AND "billing_address" IS NULL AND "phone" IS NULL AND "furigana" IS NULL
      AND "receipt_name" IS NULL AND "note" IS NULL AND "contact_name" = ''));

-- Never more copies back than were given up.
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_restocked" CHECK ("restocked" BETWEEN 0 AND "copies");
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_replaces" CHECK ("replaces_id" <> "id");
ALTER TABLE "parcel_reports" ADD CONSTRAINT "parcel_reports_resolved" CHECK (("resolution" IS NULL) = ("resolved_at" IS NULL));
-- A parcel is replaced, or refunded, for one open report at a time.
CREATE UNIQUE INDEX "parcel_reports_one_open" ON "parcel_reports" ("shipment_id") WHERE "resolution" IS NULL;
-- What comes back from a reader has a cause: a refund's line or a report.
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_return_cause" CHECK (
  "kind" <> 'reader_return' OR "refund_line_id" IS NOT NULL OR "parcel_report_id" IS NOT NULL) NOT VALID;

ALTER TABLE "documents" ADD CONSTRAINT "documents_values" CHECK (
  "number" > 0 AND "total_yen" >= 0 AND "locale" IN ('ja', 'en', 'ko', 'tl') AND ("voided_at" IS NULL) = ("void_reason" IS NULL)
  AND CASE "kind" WHEN 'receipt' THEN "charge_id" IS NOT NULL WHEN 'invoice' THEN "charge_id" IS NOT NULL
      WHEN 'credit_note' THEN "refund_id" IS NOT NULL ELSE "order_id" IS NULL END);
CREATE UNIQUE INDEX "documents_one_in_force" ON "documents" ("subject_key") WHERE "voided_at" IS NULL;
ALTER TABLE "document_issues" ADD CONSTRAINT "document_issues_number" CHECK ("number" > 0);
ALTER TABLE "document_counters" ADD CONSTRAINT "document_counters_last" CHECK ("last" > 0);
-- A document is frozen: only voiding changes it. Erasing a person's data may empty the payload (docs/security.md).
CREATE FUNCTION keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE'
     OR ROW(OLD."id", OLD."kind", OLD."year", OLD."number", OLD."subject_key", OLD."total_yen", OLD."issued_on", OLD."locale")
        IS DISTINCT FROM ROW(NEW."id", NEW."kind", NEW."year", NEW."number", NEW."subject_key", NEW."total_yen", NEW."issued_on", NEW."locale")
     OR (OLD."payload" IS DISTINCT FROM NEW."payload" AND coalesce(current_setting('shop.erasing', true), '') <> 'on')
     OR (OLD."voided_at" IS NOT NULL AND OLD."voided_at" IS DISTINCT FROM NEW."voided_at") THEN
    RAISE EXCEPTION 'a document is frozen: void it and make another' USING ERRCODE = 'SH003';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "documents_frozen" BEFORE UPDATE OR DELETE ON "documents" FOR EACH ROW EXECUTE FUNCTION keep_document();
CREATE TRIGGER "document_issues_append_only" BEFORE UPDATE OR DELETE ON "document_issues" FOR EACH ROW EXECUTE FUNCTION refuse_change();

ALTER TABLE "staff" ADD CONSTRAINT "staff_email" CHECK ("email" = lower("email") AND "email" <> '');
ALTER TABLE "staff" ADD CONSTRAINT "staff_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "staff" ADD CONSTRAINT "staff_totp" CHECK ("totp_confirmed_at" IS NULL OR "totp_secret" IS NOT NULL);
CREATE TRIGGER "staff_keep" BEFORE DELETE ON "staff" FOR EACH ROW EXECUTE FUNCTION refuse_change();
ALTER TABLE "works" ADD CONSTRAINT "works_progress" CHECK ("total" >= 0 AND "done" BETWEEN 0 AND "total" AND "attempts" >= 0);

-- ---------------------------------------------------------------- the audit log

-- Writes who changed which row, and how, whenever the transaction says who is behind it (`shop.actor`, set by inTransaction for staff and
-- operators). Arguments: the key's columns, then columns that are never written down.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hidden text[] := string_to_array(coalesce(TG_ARGV[1], ''), ',');
  old_row jsonb := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) END;
  new_row jsonb := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) END;
  row_key text;
  b jsonb;
  a jsonb;
BEGIN
  SELECT string_agg(coalesce(new_row, old_row) ->> k, ' ') INTO row_key FROM unnest(string_to_array(TG_ARGV[0], ',')) AS k;
  IF TG_OP = 'UPDATE' THEN
    SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, new_row -> o.key) INTO b, a
      FROM jsonb_each(old_row - hidden) o WHERE o.value IS DISTINCT FROM new_row -> o.key;
    IF b IS NULL THEN RETURN NULL; END IF;
  ELSE
    b := old_row - hidden;
    a := new_row - hidden;
  END IF;
  INSERT INTO "audit_entries" ("id", "at", "actor", "staff_id", "change", "table_name", "row_id", "before", "after")
    VALUES (gen_random_uuid(), coalesce(nullif(current_setting('shop.now', true), '')::timestamptz, now()), current_setting('shop.actor', true),
            nullif(current_setting('shop.staff', true), '')::uuid, lower(TG_OP), TG_TABLE_NAME, row_key, b, a);
  RETURN NULL;
END $$;

DO $$
DECLARE
  audited text[][] := ARRAY[
    ['accounts', 'role', ''], ['titles', 'id', 'search_text,search_grams'], ['title_texts', 'title_id,locale', ''], ['editions', 'id', ''],
    ['edition_prices', 'edition_id,valid_from', ''], ['periodicals', 'id', ''], ['issues', 'id', ''],
    ['supplements', 'id', ''], ['supplement_texts', 'supplement_id,locale', ''],
    ['shipping_rates', 'zone,valid_from,max_grams', ''], ['settings', 'id', ''],
    ['print_runs', 'id', 'on_hand'], ['stock_movements', 'id', ''],
    ['charges', 'id', 'checkout_key'], ['payments', 'id', ''], ['refunds', 'id', ''], ['refund_lines', 'id', ''],
    ['orders', 'id', 'token,placement_key'], ['shipments', 'id', ''], ['order_notes', 'id', ''], ['parcel_reports', 'id', ''],
    ['documents', 'id', 'payload'], ['document_issues', 'document_id,number', ''],
    ['staff', 'id', 'totp_secret,totp_last_period'], ['sessions', 'id', 'token_hash,last_seen_at'],
    ['tasks', 'id', ''], ['mail_addresses', 'email', ''], ['works', 'id', 'file,heard_at']];
  one text[];
BEGIN
  FOREACH one SLICE 1 IN ARRAY audited LOOP
    EXECUTE format(
      'CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW WHEN (coalesce(current_setting(''shop.actor'', true), '''') <> '''')
       EXECUTE FUNCTION audit_change(%L, %L)', one[1] || '_audit', one[1], one[2], one[3]);
  END LOOP;
END $$;

CREATE FUNCTION keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Only the erasure of a person's data may touch it (docs/security.md).
  IF coalesce(current_setting('shop.erasing', true), '') = 'on' THEN RETURN coalesce(NEW, OLD); END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'SH003';
END $$;
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION keep_audit();
