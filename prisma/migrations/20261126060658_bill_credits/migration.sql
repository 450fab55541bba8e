-- AlterTable
ALTER TABLE "refunds" ADD COLUMN     "charge_id" UUID,
ADD COLUMN     "parcel_report_id" UUID,
ALTER COLUMN "payment_id" DROP NOT NULL,
ALTER COLUMN "method" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "refunds_charge_id_idx" ON "refunds"("charge_id");

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_charge_id_fkey" FOREIGN KEY ("charge_id") REFERENCES "charges"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_parcel_report_id_fkey" FOREIGN KEY ("parcel_report_id") REFERENCES "parcel_reports"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ---------------------------------------------------------------- by hand: what Prisma cannot say

-- Money goes back of a payment, or a bill is credited: one of the two. A credit has no way to go and nothing to wait for.
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_or_credit" CHECK (
  CASE WHEN "payment_id" IS NULL
    THEN "charge_id" IS NOT NULL AND "method" IS NULL AND "state" = 'succeeded' AND "surplus_yen" = 0 AND NOT "provisional"
      AND "stripe_refund_id" IS NULL AND "source_key" IS NULL AND "requested_at" IS NULL
    ELSE "charge_id" IS NULL AND "method" IS NOT NULL
  END);

-- Only an open bill is credited; what was paid is refunded.
CREATE FUNCTION check_credit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "charges" WHERE "id" = NEW."charge_id" AND "terms" = 'billed' AND "state" = 'open';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only an open bill is credited' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "refunds_credit_open_bills" BEFORE INSERT OR UPDATE OF "charge_id" ON "refunds"
  FOR EACH ROW WHEN (NEW."charge_id" IS NOT NULL) EXECUTE FUNCTION check_credit();

-- What is paid, refunded and credited of a charge is never more than it asks. Looked at when the transaction ends, since a refund moves one
-- sum after the other; and only where it was too much meanwhile, so that orders do not pay for it.
CREATE FUNCTION check_charge_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM "charges" WHERE "id" = NEW."id" AND "allocated_yen" + "refunded_yen" > "amount_yen";
  IF FOUND THEN
    RAISE EXCEPTION 'more is paid, refunded and credited than the charge asks' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "charges_sums" AFTER INSERT OR UPDATE ON "charges" DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW."allocated_yen" + NEW."refunded_yen" > NEW."amount_yen") EXECUTE FUNCTION check_charge_sums();

-- A day of long ago is a slip of the pen. What was booked so before stays.
ALTER TABLE "payments" ADD CONSTRAINT "payments_received_on" CHECK ("received_on" >= DATE '2000-01-01') NOT VALID;
ALTER TABLE "journal_entries" ADD CONSTRAINT "journal_entries_event_on" CHECK ("event_on" >= DATE '2000-01-01') NOT VALID;
