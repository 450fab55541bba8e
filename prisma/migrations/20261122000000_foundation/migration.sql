-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "TitleKind" AS ENUM ('periodical_issue', 'manual', 'policy_proposals', 'book');

-- CreateEnum
CREATE TYPE "EditionFormat" AS ENUM ('print', 'pdf');

-- CreateEnum
CREATE TYPE "EditionState" AS ENUM ('forthcoming', 'on_sale', 'out_of_print', 'withdrawn');

-- CreateEnum
CREATE TYPE "SupplementKind" AS ENUM ('supplement', 'erratum');

-- CreateEnum
CREATE TYPE "MovementKind" AS ENUM ('received', 'sold', 'reader_return', 'posted_to_members', 'member_return', 'complimentary', 'consigned', 'consignment_return', 'damaged', 'lost', 'counted');

-- CreateEnum
CREATE TYPE "ChargeState" AS ENUM ('open', 'covered', 'cancelled', 'expired');

-- CreateEnum
CREATE TYPE "PaymentMethod" AS ENUM ('card', 'konbini', 'bank', 'postal', 'cash');

-- CreateEnum
CREATE TYPE "ChargeLineKind" AS ENUM ('edition', 'shipping');

-- CreateEnum
CREATE TYPE "AttemptState" AS ENUM ('creating', 'open', 'voucher', 'complete', 'expired', 'failed');

-- CreateEnum
CREATE TYPE "RefundState" AS ENUM ('pending', 'succeeded', 'failed');

-- CreateEnum
CREATE TYPE "DeliveryKind" AS ENUM ('post', 'download');

-- CreateEnum
CREATE TYPE "AccountKind" AS ENUM ('asset', 'liability', 'net_assets', 'income', 'expense');

-- CreateEnum
CREATE TYPE "MailState" AS ENUM ('pending', 'sent', 'failed', 'suppressed');

-- CreateTable
CREATE TABLE "periodicals" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issn" TEXT,

    CONSTRAINT "periodicals_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issues" (
    "id" UUID NOT NULL,
    "periodical_id" UUID NOT NULL,
    "number_from" INTEGER NOT NULL,
    "number_to" INTEGER NOT NULL,
    "dated_on" DATE NOT NULL,
    "title_id" UUID NOT NULL,

    CONSTRAINT "issues_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "issue_numbers" (
    "periodical_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "issue_id" UUID NOT NULL,

    CONSTRAINT "issue_numbers_pkey" PRIMARY KEY ("periodical_id","number")
);

-- CreateTable
CREATE TABLE "titles" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" "TitleKind" NOT NULL,
    "published_on" DATE NOT NULL,
    "listed" BOOLEAN NOT NULL DEFAULT true,
    "search_text" TEXT NOT NULL DEFAULT '',
    "search_grams" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "titles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "title_texts" (
    "title_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "subtitle" TEXT,
    "description" TEXT NOT NULL,
    "contents" TEXT,

    CONSTRAINT "title_texts_pkey" PRIMARY KEY ("title_id","locale")
);

-- CreateTable
CREATE TABLE "editions" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "title_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "format" "EditionFormat" NOT NULL,
    "state" "EditionState" NOT NULL,
    "isbn" TEXT,
    "pages" INTEGER,
    "weight_grams" INTEGER,
    "published_on" DATE,
    "file_id" UUID,
    "position" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "editions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "edition_prices" (
    "edition_id" UUID NOT NULL,
    "valid_from" DATE NOT NULL,
    "price_yen" INTEGER NOT NULL,

    CONSTRAINT "edition_prices_pkey" PRIMARY KEY ("edition_id","valid_from")
);

-- CreateTable
CREATE TABLE "supplements" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "edition_id" UUID NOT NULL,
    "kind" "SupplementKind" NOT NULL,
    "language" TEXT NOT NULL,
    "file_id" UUID NOT NULL,
    "published_on" DATE NOT NULL,

    CONSTRAINT "supplements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "supplement_texts" (
    "supplement_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "supplement_texts_pkey" PRIMARY KEY ("supplement_id","locale")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipping_rates" (
    "zone" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "max_grams" INTEGER NOT NULL,
    "price_yen" INTEGER NOT NULL,

    CONSTRAINT "shipping_rates_pkey" PRIMARY KEY ("zone","valid_from","max_grams")
);

-- CreateTable
CREATE TABLE "settings" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "print_runs" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "received_on" DATE NOT NULL,
    "cost_yen" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "print_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_movements" (
    "id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "print_run_id" UUID NOT NULL,
    "kind" "MovementKind" NOT NULL,
    "copies" INTEGER NOT NULL,
    "shipment_line_id" UUID,
    "note" TEXT,
    "moved_on" DATE NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stock_movements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stock_levels" (
    "edition_id" UUID NOT NULL,
    "on_hand" INTEGER NOT NULL DEFAULT 0,
    "held" INTEGER NOT NULL DEFAULT 0,
    "preordered" INTEGER NOT NULL DEFAULT 0,
    "preorder_limit" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "stock_levels_pkey" PRIMARY KEY ("edition_id")
);

-- CreateTable
CREATE TABLE "charges" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "state" "ChargeState" NOT NULL DEFAULT 'open',
    "amount_yen" INTEGER NOT NULL,
    "allocated_yen" INTEGER NOT NULL DEFAULT 0,
    "refunded_yen" INTEGER NOT NULL DEFAULT 0,
    "checkout_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "due_on" DATE,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "covered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "charges_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "charge_lines" (
    "id" UUID NOT NULL,
    "charge_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "ChargeLineKind" NOT NULL,
    "description" TEXT NOT NULL,
    "text_language" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_yen" INTEGER NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "tax_rate" INTEGER NOT NULL,
    "recognised_yen" INTEGER NOT NULL DEFAULT 0,
    "refunded_yen" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "charge_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkout_attempts" (
    "id" UUID NOT NULL,
    "charge_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "state" "AttemptState" NOT NULL DEFAULT 'creating',
    "request" JSONB NOT NULL,
    "stripe_session_id" TEXT,
    "url" TEXT,
    "session_expires_at" TIMESTAMPTZ(3) NOT NULL,
    "voucher_url" TEXT,
    "voucher_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "source_key" TEXT NOT NULL,
    "method" "PaymentMethod" NOT NULL,
    "amount" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "charge_id" UUID,
    "allocated_yen" INTEGER NOT NULL DEFAULT 0,
    "refunded_yen" INTEGER NOT NULL DEFAULT 0,
    "received_on" DATE NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "stripe_intent_id" TEXT,
    "stripe_charge_id" TEXT,
    "fee_yen" INTEGER,
    "confirmed" BOOLEAN NOT NULL,
    "note" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocations" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "charge_id" UUID NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "refund_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "allocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "stripe_refund_id" TEXT,
    "state" "RefundState" NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "surplus_yen" INTEGER NOT NULL DEFAULT 0,
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_lines" (
    "id" UUID NOT NULL,
    "refund_id" UUID NOT NULL,
    "charge_line_id" UUID NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "recognised_yen" INTEGER NOT NULL,
    "copies" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refund_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "disputes" (
    "id" UUID NOT NULL,
    "stripe_dispute_id" TEXT NOT NULL,
    "payment_id" UUID NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "disputes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stripe_events" (
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stripe_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "placement_key" TEXT NOT NULL,
    "charge_id" UUID NOT NULL,
    "locale" TEXT NOT NULL,
    "email" TEXT,
    "contact_name" TEXT NOT NULL,
    "furigana" TEXT,
    "phone" TEXT,
    "receipt_name" TEXT,
    "note" TEXT,
    "delivery_kind" "DeliveryKind" NOT NULL,
    "delivery_address" JSONB,
    "billing_address" JSONB,
    "placed_at" TIMESTAMPTZ(3) NOT NULL,
    "packed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_lines" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "charge_line_id" UUID NOT NULL,
    "edition_id" UUID NOT NULL,
    "format" "EditionFormat" NOT NULL,
    "copies" INTEGER NOT NULL,
    "held" INTEGER NOT NULL DEFAULT 0,
    "preordered" INTEGER NOT NULL DEFAULT 0,
    "posted" INTEGER NOT NULL DEFAULT 0,
    "released" INTEGER NOT NULL DEFAULT 0,
    "available_at" TIMESTAMPTZ(3),
    "downloads" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "order_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipments" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "posted_on" DATE NOT NULL,
    "tracking_number" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "shipments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shipment_lines" (
    "id" UUID NOT NULL,
    "shipment_id" UUID NOT NULL,
    "order_line_id" UUID NOT NULL,
    "copies" INTEGER NOT NULL,

    CONSTRAINT "shipment_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_events" (
    "id" UUID NOT NULL,
    "order_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkout_drafts" (
    "key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "checkout_drafts_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "accounts" (
    "role" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "AccountKind" NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("role")
);

-- CreateTable
CREATE TABLE "journal_entries" (
    "id" UUID NOT NULL,
    "cause_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "event_on" DATE NOT NULL,
    "posted_on" DATE NOT NULL,
    "memo" TEXT NOT NULL,
    "order_id" UUID,
    "reverses_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "journal_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "postings" (
    "id" UUID NOT NULL,
    "entry_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "amount_yen" INTEGER NOT NULL,
    "title_id" UUID,
    "tax_rate" INTEGER,

    CONSTRAINT "postings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox_mails" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "to_email" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "order_id" UUID,
    "state" "MailState" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "first_attempt_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),
    "provider_id" TEXT,
    "last_error" TEXT,

    CONSTRAINT "outbox_mails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mail_addresses" (
    "email" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "marked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "mail_addresses_pkey" PRIMARY KEY ("email")
);

-- CreateTable
CREATE TABLE "tasks" (
    "id" UUID NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "order_id" UUID,
    "payment_id" UUID,
    "details" JSONB NOT NULL DEFAULT '{}',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "done_note" TEXT,

    CONSTRAINT "tasks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shop_clock" (
    "id" INTEGER NOT NULL,
    "offset_ms" BIGINT NOT NULL,

    CONSTRAINT "shop_clock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "sandbox_objects" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "parent" TEXT,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_objects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_requests" (
    "idempotency_key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "response" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sandbox_requests_pkey" PRIMARY KEY ("idempotency_key")
);

-- CreateTable
CREATE TABLE "sandbox_webhooks" (
    "id" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "target" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "delivered_at" TIMESTAMPTZ(3),
    "lost" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "sandbox_webhooks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sandbox_faults" (
    "id" UUID NOT NULL,
    "match" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "remaining" INTEGER NOT NULL,
    "delay_ms" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sandbox_faults_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "periodicals_slug_key" ON "periodicals"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "issues_title_id_key" ON "issues"("title_id");

-- CreateIndex
CREATE UNIQUE INDEX "titles_slug_key" ON "titles"("slug");

-- CreateIndex
CREATE INDEX "titles_published_on_id_idx" ON "titles"("published_on" DESC, "id");

-- CreateIndex
CREATE INDEX "titles_search_grams_idx" ON "titles" USING GIN ("search_grams");

-- CreateIndex
CREATE UNIQUE INDEX "editions_sku_key" ON "editions"("sku");

-- CreateIndex
CREATE UNIQUE INDEX "editions_isbn_key" ON "editions"("isbn");

-- CreateIndex
CREATE INDEX "editions_title_id_idx" ON "editions"("title_id");

-- CreateIndex
CREATE UNIQUE INDEX "supplements_slug_key" ON "supplements"("slug");

-- CreateIndex
CREATE INDEX "supplements_edition_id_idx" ON "supplements"("edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "stored_files_sha256_key" ON "stored_files"("sha256");

-- CreateIndex
CREATE INDEX "settings_key_recorded_at_idx" ON "settings"("key", "recorded_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "print_runs_edition_id_number_key" ON "print_runs"("edition_id", "number");

-- CreateIndex
CREATE INDEX "stock_movements_edition_id_idx" ON "stock_movements"("edition_id");

-- CreateIndex
CREATE INDEX "stock_movements_print_run_id_idx" ON "stock_movements"("print_run_id");

-- CreateIndex
CREATE INDEX "stock_movements_shipment_line_id_idx" ON "stock_movements"("shipment_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "charges_reference_key" ON "charges"("reference");

-- CreateIndex
CREATE INDEX "charges_state_expires_at_idx" ON "charges"("state", "expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "charge_lines_charge_id_position_key" ON "charge_lines"("charge_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_attempts_stripe_session_id_key" ON "checkout_attempts"("stripe_session_id");

-- CreateIndex
CREATE UNIQUE INDEX "checkout_attempts_charge_id_number_key" ON "checkout_attempts"("charge_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payments_source_key_key" ON "payments"("source_key");

-- CreateIndex
CREATE UNIQUE INDEX "payments_stripe_intent_id_key" ON "payments"("stripe_intent_id");

-- CreateIndex
CREATE UNIQUE INDEX "payments_stripe_charge_id_key" ON "payments"("stripe_charge_id");

-- CreateIndex
CREATE INDEX "payments_charge_id_idx" ON "payments"("charge_id");

-- CreateIndex
CREATE INDEX "allocations_payment_id_idx" ON "allocations"("payment_id");

-- CreateIndex
CREATE INDEX "allocations_charge_id_idx" ON "allocations"("charge_id");

-- CreateIndex
CREATE UNIQUE INDEX "refunds_stripe_refund_id_key" ON "refunds"("stripe_refund_id");

-- CreateIndex
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_lines_refund_id_charge_line_id_key" ON "refund_lines"("refund_id", "charge_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "disputes_stripe_dispute_id_key" ON "disputes"("stripe_dispute_id");

-- CreateIndex
CREATE UNIQUE INDEX "orders_code_key" ON "orders"("code");

-- CreateIndex
CREATE UNIQUE INDEX "orders_token_key" ON "orders"("token");

-- CreateIndex
CREATE UNIQUE INDEX "orders_placement_key_key" ON "orders"("placement_key");

-- CreateIndex
CREATE UNIQUE INDEX "orders_charge_id_key" ON "orders"("charge_id");

-- CreateIndex
CREATE INDEX "orders_placed_at_idx" ON "orders"("placed_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "order_lines_charge_line_id_key" ON "order_lines"("charge_line_id");

-- CreateIndex
CREATE INDEX "order_lines_order_id_idx" ON "order_lines"("order_id");

-- CreateIndex
CREATE INDEX "order_lines_edition_id_idx" ON "order_lines"("edition_id");

-- CreateIndex
CREATE UNIQUE INDEX "shipments_tracking_number_key" ON "shipments"("tracking_number");

-- CreateIndex
CREATE INDEX "shipments_order_id_idx" ON "shipments"("order_id");

-- CreateIndex
CREATE INDEX "shipment_lines_order_line_id_idx" ON "shipment_lines"("order_line_id");

-- CreateIndex
CREATE UNIQUE INDEX "shipment_lines_shipment_id_order_line_id_key" ON "shipment_lines"("shipment_id", "order_line_id");

-- CreateIndex
CREATE INDEX "order_events_order_id_at_idx" ON "order_events"("order_id", "at");

-- CreateIndex
CREATE INDEX "checkout_drafts_updated_at_idx" ON "checkout_drafts"("updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_code_key" ON "accounts"("code");

-- CreateIndex
CREATE UNIQUE INDEX "journal_entries_cause_key_key" ON "journal_entries"("cause_key");

-- CreateIndex
CREATE UNIQUE INDEX "journal_entries_reverses_id_key" ON "journal_entries"("reverses_id");

-- CreateIndex
CREATE INDEX "journal_entries_posted_on_idx" ON "journal_entries"("posted_on");

-- CreateIndex
CREATE INDEX "journal_entries_order_id_idx" ON "journal_entries"("order_id");

-- CreateIndex
CREATE INDEX "postings_account_idx" ON "postings"("account");

-- CreateIndex
CREATE UNIQUE INDEX "postings_entry_id_position_key" ON "postings"("entry_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_mails_dedupe_key_key" ON "outbox_mails"("dedupe_key");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_mails_provider_id_key" ON "outbox_mails"("provider_id");

-- CreateIndex
CREATE INDEX "outbox_mails_state_next_attempt_at_idx" ON "outbox_mails"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "outbox_mails_order_id_idx" ON "outbox_mails"("order_id");

-- CreateIndex
CREATE UNIQUE INDEX "tasks_dedupe_key_key" ON "tasks"("dedupe_key");

-- CreateIndex
CREATE INDEX "tasks_done_at_opened_at_idx" ON "tasks"("done_at", "opened_at");

-- CreateIndex
CREATE INDEX "tasks_order_id_idx" ON "tasks"("order_id");

-- CreateIndex
CREATE INDEX "sandbox_objects_type_seq_idx" ON "sandbox_objects"("type", "seq");

-- CreateIndex
CREATE INDEX "sandbox_objects_parent_idx" ON "sandbox_objects"("parent");

-- CreateIndex
CREATE INDEX "sandbox_webhooks_delivered_at_due_at_idx" ON "sandbox_webhooks"("delivered_at", "due_at");

-- AddForeignKey
ALTER TABLE "issues" ADD CONSTRAINT "issues_periodical_id_fkey" FOREIGN KEY ("periodical_id") REFERENCES "periodicals"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issues" ADD CONSTRAINT "issues_title_id_fkey" FOREIGN KEY ("title_id") REFERENCES "titles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "issue_numbers" ADD CONSTRAINT "issue_numbers_issue_id_fkey" FOREIGN KEY ("issue_id") REFERENCES "issues"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "title_texts" ADD CONSTRAINT "title_texts_title_id_fkey" FOREIGN KEY ("title_id") REFERENCES "titles"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "editions" ADD CONSTRAINT "editions_title_id_fkey" FOREIGN KEY ("title_id") REFERENCES "titles"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "editions" ADD CONSTRAINT "editions_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "edition_prices" ADD CONSTRAINT "edition_prices_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplements" ADD CONSTRAINT "supplements_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplements" ADD CONSTRAINT "supplements_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "supplement_texts" ADD CONSTRAINT "supplement_texts_supplement_id_fkey" FOREIGN KEY ("supplement_id") REFERENCES "supplements"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_print_run_id_fkey" FOREIGN KEY ("print_run_id") REFERENCES "print_runs"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_shipment_line_id_fkey" FOREIGN KEY ("shipment_line_id") REFERENCES "shipment_lines"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "charge_lines" ADD CONSTRAINT "charge_lines_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "checkout_attempts" ADD CONSTRAINT "checkout_attempts_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_charge_line_id_fkey" FOREIGN KEY ("charge_line_id") REFERENCES "charge_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "disputes" ADD CONSTRAINT "disputes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_charge_line_id_fkey" FOREIGN KEY ("charge_line_id") REFERENCES "charge_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_shipment_id_fkey" FOREIGN KEY ("shipment_id") REFERENCES "shipments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_order_line_id_fkey" FOREIGN KEY ("order_line_id") REFERENCES "order_lines"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "journal_entries"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "postings" ADD CONSTRAINT "postings_entry_id_fkey" FOREIGN KEY ("entry_id") REFERENCES "journal_entries"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "postings" ADD CONSTRAINT "postings_account_fkey" FOREIGN KEY ("account") REFERENCES "accounts"("role") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------------------
-- Written by hand: what the schema file cannot say. docs/database.md lists these rules in words.

-- Checks ---------------------------------------------------------------------------------------------------------------

ALTER TABLE "issues" ADD CONSTRAINT "issues_numbers" CHECK ("number_from" > 0 AND "number_to" >= "number_from" AND "number_to" - "number_from" < 10);
ALTER TABLE "title_texts" ADD CONSTRAINT "title_texts_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "supplement_texts" ADD CONSTRAINT "supplement_texts_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "editions" ADD CONSTRAINT "editions_sku" CHECK ("sku" ~ '^[A-Z0-9][A-Z0-9-]{1,39}$');
ALTER TABLE "editions" ADD CONSTRAINT "editions_weight" CHECK (CASE "format" WHEN 'print' THEN coalesce("weight_grams", 0) > 0 ELSE "weight_grams" IS NULL END);
-- Numbers are stored plain (domain/isbn.ts writes them): 13 digits, or NNNN-NNNC, with the check digit that belongs to them.
CREATE FUNCTION is_isbn13(number text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN number ~ '^97[89][0-9]{10}$' THEN
    (SELECT sum(substr(number, place, 1)::integer * CASE place % 2 WHEN 1 THEN 1 ELSE 3 END) FROM generate_series(1, 13) AS place) % 10 = 0
  ELSE false END
$$;
CREATE FUNCTION is_issn(number text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN number ~ '^[0-9]{4}-[0-9]{3}[0-9X]$' THEN
    (SELECT sum((CASE substr(replace(number, '-', ''), place, 1) WHEN 'X' THEN 10 ELSE substr(replace(number, '-', ''), place, 1)::integer END) * (9 - place))
     FROM generate_series(1, 8) AS place) % 11 = 0
  ELSE false END
$$;
ALTER TABLE "editions" ADD CONSTRAINT "editions_isbn" CHECK (is_isbn13("isbn"));
ALTER TABLE "periodicals" ADD CONSTRAINT "periodicals_issn" CHECK (is_issn("issn"));
ALTER TABLE "edition_prices" ADD CONSTRAINT "edition_prices_yen" CHECK ("price_yen" > 0);
ALTER TABLE "shipping_rates" ADD CONSTRAINT "shipping_rates_values" CHECK ("max_grams" > 0 AND "price_yen" >= 0 AND "zone" IN ('japan', 'asia', 'world'));
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_length" CHECK ("byte_length" = octet_length("content"));

ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_copies" CHECK ("number" > 0 AND "copies" > 0 AND "on_hand" >= 0);
ALTER TABLE "print_runs" ADD CONSTRAINT "print_runs_cost" CHECK ("cost_yen" >= 0);
ALTER TABLE "stock_levels" ADD CONSTRAINT "stock_levels_not_negative" CHECK ("on_hand" >= 0 AND "held" >= 0 AND "preordered" >= 0 AND "preorder_limit" >= 0);
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_direction" CHECK (
  CASE
    WHEN "kind" IN ('received', 'reader_return', 'member_return', 'consignment_return') THEN "copies" > 0
    WHEN "kind" IN ('sold', 'posted_to_members', 'complimentary', 'consigned') THEN "copies" < 0
    ELSE "copies" <> 0
  END);
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_cause" CHECK ("kind" <> 'sold' OR "shipment_line_id" IS NOT NULL);

ALTER TABLE "charges" ADD CONSTRAINT "charges_amounts" CHECK ("amount_yen" > 0 AND "allocated_yen" >= 0 AND "allocated_yen" <= "amount_yen" AND "refunded_yen" >= 0);
ALTER TABLE "charges" ADD CONSTRAINT "charges_state" CHECK (
  CASE "state"
    WHEN 'open' THEN "covered_at" IS NULL AND "closed_at" IS NULL
    WHEN 'covered' THEN "covered_at" IS NOT NULL AND "allocated_yen" + "refunded_yen" >= "amount_yen"
    ELSE "closed_at" IS NOT NULL AND "covered_at" IS NULL
  END);
CREATE UNIQUE INDEX "charges_one_open_per_checkout" ON "charges" ("checkout_key") WHERE "state" = 'open' AND "checkout_key" IS NOT NULL;
CREATE INDEX "charges_open_by_expiry" ON "charges" ("expires_at") WHERE "state" = 'open';
ALTER TABLE "charge_lines" ADD CONSTRAINT "charge_lines_amounts" CHECK (
  "quantity" > 0 AND "unit_yen" >= 0 AND "amount_yen" >= 0 AND "recognised_yen" >= 0 AND "refunded_yen" >= 0
  AND "recognised_yen" <= "amount_yen" AND "refunded_yen" <= "amount_yen" AND "tax_rate" BETWEEN 0 AND 100);
ALTER TABLE "checkout_attempts" ADD CONSTRAINT "checkout_attempts_number" CHECK ("number" > 0);
ALTER TABLE "payments" ADD CONSTRAINT "payments_amounts" CHECK (
  "amount" > 0 AND "allocated_yen" >= 0 AND "refunded_yen" >= 0 AND "allocated_yen" + "refunded_yen" <= "amount"
  AND ("currency" = 'jpy' OR "allocated_yen" = 0));
ALTER TABLE "allocations" ADD CONSTRAINT "allocations_amount" CHECK ("amount_yen" <> 0);
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_amount" CHECK ("amount_yen" > 0 AND "surplus_yen" BETWEEN 0 AND "amount_yen");
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_amount" CHECK ("amount_yen" >= 0 AND "recognised_yen" BETWEEN 0 AND "amount_yen" AND "copies" >= 0);

ALTER TABLE "orders" ADD CONSTRAINT "orders_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "orders" ADD CONSTRAINT "orders_delivery" CHECK ("delivery_kind" = 'download' OR "delivery_address" IS NOT NULL);
ALTER TABLE "orders" ADD CONSTRAINT "orders_reachable" CHECK ("email" IS NOT NULL OR "delivery_address" IS NOT NULL);
ALTER TABLE "order_lines" ADD CONSTRAINT "order_lines_copies" CHECK (
  "copies" > 0 AND "held" >= 0 AND "preordered" >= 0 AND "posted" >= 0 AND "released" >= 0 AND "downloads" >= 0
  AND CASE "format" WHEN 'print' THEN "held" + "preordered" + "posted" + "released" = "copies"
      ELSE "held" = 0 AND "preordered" = 0 AND "posted" = 0 AND "copies" = 1 END);
ALTER TABLE "shipment_lines" ADD CONSTRAINT "shipment_lines_copies" CHECK ("copies" > 0);

ALTER TABLE "postings" ADD CONSTRAINT "postings_amount" CHECK ("amount_yen" <> 0);
ALTER TABLE "outbox_mails" ADD CONSTRAINT "outbox_mails_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
ALTER TABLE "mail_addresses" ADD CONSTRAINT "mail_addresses_lower" CHECK ("email" = lower("email"));
ALTER TABLE "shop_clock" ADD CONSTRAINT "shop_clock_one_row" CHECK ("id" = 1);
-- The form that mails a reader the links of her orders does not mind how she writes her address.
CREATE INDEX "orders_email_lower" ON "orders" (lower("email"));
CREATE INDEX "tasks_open" ON "tasks" ("opened_at") WHERE "done_at" IS NULL;
CREATE INDEX "outbox_mails_due" ON "outbox_mails" ("next_attempt_at") WHERE "state" = 'pending';

-- Append-only tables -----------------------------------------------------------------------------------------------------

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: write a row that corrects, not over one', TG_TABLE_NAME USING ERRCODE = 'SH003';
END $$;

CREATE TRIGGER "stock_movements_append_only" BEFORE UPDATE OR DELETE ON "stock_movements" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "allocations_append_only" BEFORE UPDATE OR DELETE ON "allocations" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "journal_entries_append_only" BEFORE UPDATE OR DELETE ON "journal_entries" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "postings_append_only" BEFORE UPDATE OR DELETE ON "postings" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "shipment_lines_append_only" BEFORE UPDATE OR DELETE ON "shipment_lines" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "settings_append_only" BEFORE UPDATE OR DELETE ON "settings" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "order_lines_keep" BEFORE DELETE ON "order_lines" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "payments_keep" BEFORE DELETE ON "payments" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "charges_keep" BEFORE DELETE ON "charges" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Issue numbers: one row per number, so that a double issue takes both and none is used twice --------------------------------

CREATE FUNCTION write_issue_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "issue_numbers" WHERE "issue_id" = NEW."id";
  INSERT INTO "issue_numbers" ("periodical_id", "number", "issue_id")
    SELECT NEW."periodical_id", n, NEW."id" FROM generate_series(NEW."number_from", NEW."number_to") AS n;
  RETURN NULL;
END $$;
CREATE TRIGGER "issues_numbers" AFTER INSERT OR UPDATE ON "issues" FOR EACH ROW EXECUTE FUNCTION write_issue_numbers();

-- Copies -----------------------------------------------------------------------------------------------------------------

-- What lines of orders hold or pre-order is added to the stock level in the same statement, and refused when the copies are not
-- there: no writer can promise a copy twice. Levels are locked in the order of their editions, so that orders of several
-- editions do not block each other for good.
CREATE FUNCTION claim_copies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted integer;
  served integer;
BEGIN
  PERFORM 1 FROM "stock_levels" s
    WHERE s."edition_id" IN (SELECT n."edition_id" FROM new_lines n WHERE n."held" + n."preordered" > 0)
    ORDER BY s."edition_id" FOR UPDATE;
  SELECT count(DISTINCT n."edition_id") INTO wanted FROM new_lines n WHERE n."held" + n."preordered" > 0;
  IF wanted = 0 THEN RETURN NULL; END IF;
  UPDATE "stock_levels" s
    SET "held" = s."held" + n."held", "preordered" = s."preordered" + n."preordered"
    FROM (SELECT "edition_id", sum("held")::integer AS "held", sum("preordered")::integer AS "preordered"
          FROM new_lines WHERE "held" + "preordered" > 0 GROUP BY "edition_id") n
    WHERE s."edition_id" = n."edition_id"
      AND (n."held" = 0 OR s."on_hand" - s."held" >= n."held")
      AND (n."preordered" = 0 OR s."preordered" + n."preordered" <= s."preorder_limit");
  GET DIAGNOSTICS served = ROW_COUNT;
  IF served < wanted THEN
    RAISE EXCEPTION 'copies are not there any more' USING ERRCODE = 'SH001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "order_lines_claim" AFTER INSERT ON "order_lines"
  REFERENCING NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION claim_copies();

CREATE FUNCTION move_claims() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted integer;
  served integer;
BEGIN
  SELECT count(DISTINCT n."edition_id") INTO wanted
    FROM new_lines n JOIN old_lines o ON o."id" = n."id"
    WHERE n."held" <> o."held" OR n."preordered" <> o."preordered";
  IF wanted = 0 THEN RETURN NULL; END IF;
  PERFORM 1 FROM "stock_levels" s
    WHERE s."edition_id" IN (SELECT n."edition_id" FROM new_lines n JOIN old_lines o ON o."id" = n."id"
                             WHERE n."held" <> o."held" OR n."preordered" <> o."preordered")
    ORDER BY s."edition_id" FOR UPDATE;
  UPDATE "stock_levels" s
    SET "held" = s."held" + d."held", "preordered" = s."preordered" + d."preordered"
    FROM (SELECT n."edition_id", sum(n."held" - o."held")::integer AS "held", sum(n."preordered" - o."preordered")::integer AS "preordered"
          FROM new_lines n JOIN old_lines o ON o."id" = n."id"
          WHERE n."held" <> o."held" OR n."preordered" <> o."preordered" GROUP BY n."edition_id") d
    WHERE s."edition_id" = d."edition_id"
      AND (d."held" <= 0 OR s."on_hand" - s."held" >= d."held")
      AND (d."preordered" <= 0 OR s."preordered" + d."preordered" <= s."preorder_limit");
  GET DIAGNOSTICS served = ROW_COUNT;
  IF served < wanted THEN
    RAISE EXCEPTION 'copies are not there any more' USING ERRCODE = 'SH001';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "order_lines_move" AFTER UPDATE ON "order_lines"
  REFERENCING OLD TABLE AS old_lines NEW TABLE AS new_lines FOR EACH STATEMENT EXECUTE FUNCTION move_claims();

-- A movement changes its run and its edition's level. What leaves by choice may not touch copies that are held for orders; a loss
-- or a count books the truth even then, but nothing goes below zero.
CREATE FUNCTION apply_movement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "print_runs" WHERE "id" = NEW."print_run_id" AND "edition_id" = NEW."edition_id";
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the print run is of another edition' USING ERRCODE = 'SH004';
  END IF;
  UPDATE "stock_levels" SET "on_hand" = "on_hand" + NEW."copies"
    WHERE "edition_id" = NEW."edition_id"
      AND (NEW."kind" NOT IN ('sold', 'posted_to_members', 'complimentary', 'consigned') OR "on_hand" + NEW."copies" >= "held");
  IF NOT FOUND THEN
    RAISE EXCEPTION 'these copies are held for orders, or the edition keeps no stock' USING ERRCODE = 'SH002';
  END IF;
  UPDATE "print_runs" SET "on_hand" = "on_hand" + NEW."copies" WHERE "id" = NEW."print_run_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "stock_movements_apply" AFTER INSERT ON "stock_movements" FOR EACH ROW EXECUTE FUNCTION apply_movement();

-- Money ------------------------------------------------------------------------------------------------------------------

-- The running sums of a charge and a payment; their checks refuse what exceeds either.
CREATE FUNCTION apply_allocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "charges" SET "allocated_yen" = "allocated_yen" + NEW."amount_yen" WHERE "id" = NEW."charge_id";
  UPDATE "payments" SET "allocated_yen" = "allocated_yen" + NEW."amount_yen" WHERE "id" = NEW."payment_id";
  RETURN NULL;
END $$;
CREATE TRIGGER "allocations_apply" AFTER INSERT ON "allocations" FOR EACH ROW EXECUTE FUNCTION apply_allocation();

-- An entry balances when its transaction ends, and has at least two postings. The check runs once per entry: entries and postings
-- are only ever inserted together, and a posting added to an old entry is checked by its own trigger.
CREATE FUNCTION check_entry_balance() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  entry uuid;
  total bigint;
  sides integer;
BEGIN
  IF TG_TABLE_NAME = 'postings' THEN entry := NEW."entry_id"; ELSE entry := NEW."id"; END IF;
  SELECT coalesce(sum("amount_yen"), 0), count(*) INTO total, sides FROM "postings" WHERE "entry_id" = entry;
  IF total <> 0 OR sides < 2 THEN
    RAISE EXCEPTION 'journal entry % does not balance (off by % yen over % postings)', entry, total, sides USING ERRCODE = 'SH005';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "journal_entries_balance" AFTER INSERT ON "journal_entries"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_balance();
CREATE CONSTRAINT TRIGGER "postings_balance" AFTER INSERT ON "postings"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entry_balance();

-- The chart of accounts: roles are fixed, numbers and names may be edited -------------------------------------------------------

INSERT INTO "accounts" ("role", "code", "name", "kind") VALUES
  ('cash', '1110', '現金', 'asset'),
  ('bank', '1120', '普通預金', 'asset'),
  ('postal', '1130', '郵便振替', 'asset'),
  ('stripe_clearing', '1140', '決済代行預け金', 'asset'),
  ('receivables', '1210', '売掛金', 'asset'),
  ('disputed', '1220', '係争中の売上代金', 'asset'),
  ('advances', '2110', '前受金', 'liability'),
  ('surplus', '2120', '預り金', 'liability'),
  ('unidentified', '2130', '仮受金', 'liability'),
  ('output_tax', '2140', '仮受消費税', 'liability'),
  ('sales', '4110', '出版物売上', 'income'),
  ('shipping_income', '4120', '送料収入', 'income'),
  ('sales_returns', '4190', '売上返金', 'income'),
  ('payment_fees', '5110', '決済手数料', 'expense'),
  ('dispute_losses', '5120', '不審請求損失', 'expense');
