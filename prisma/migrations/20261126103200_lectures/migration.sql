-- AlterEnum
ALTER TYPE "LectureState" ADD VALUE 'withdrawn';

-- AlterTable
ALTER TABLE "outbox_mails" ADD COLUMN     "lecture_id" UUID;

-- AlterTable
ALTER TABLE "lecture_requests" ADD COLUMN     "is_online" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "withdrawn_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "outbox_mails_lecture_id_idx" ON "outbox_mails"("lecture_id");

-- ---------------------------------------------------------------- by hand: what Prisma cannot say

-- Each state has the times of the way that led to it, and of no other; what was billed has its charge. The last branch is a request that was
-- called off: its name may not be used in the transaction that adds it.
ALTER TABLE "lecture_requests" DROP CONSTRAINT "lecture_requests_state";
ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_state" CHECK (
  CASE "state"
    WHEN 'asked' THEN num_nonnulls("agreed_at", "held_at", "invoiced_at", "paid_at", "declined_at", "withdrawn_at", "charge_id") = 0
    WHEN 'agreed' THEN "agreed_at" IS NOT NULL
      AND num_nonnulls("held_at", "invoiced_at", "paid_at", "declined_at", "withdrawn_at", "charge_id") = 0
    WHEN 'held' THEN num_nulls("agreed_at", "held_at") = 0
      AND num_nonnulls("invoiced_at", "paid_at", "declined_at", "withdrawn_at", "charge_id") = 0
    WHEN 'invoiced' THEN num_nulls("agreed_at", "held_at", "invoiced_at", "charge_id") = 0
      AND num_nonnulls("paid_at", "declined_at", "withdrawn_at") = 0
    WHEN 'paid' THEN num_nulls("agreed_at", "held_at", "invoiced_at", "paid_at", "charge_id") = 0
      AND num_nonnulls("declined_at", "withdrawn_at") = 0
    WHEN 'declined' THEN "declined_at" IS NOT NULL
      AND num_nonnulls("agreed_at", "held_at", "invoiced_at", "paid_at", "withdrawn_at", "charge_id") = 0
    ELSE "withdrawn_at" IS NOT NULL AND num_nonnulls("held_at", "invoiced_at", "paid_at", "declined_at", "charge_id") = 0
  END);
-- What was agreed on has its day, its lecturer and its fee; it is held on that day at the earliest, and billed when there is something to ask for.
ALTER TABLE "lecture_requests" ADD CONSTRAINT "lecture_requests_terms" CHECK (
  ("agreed_at" IS NULL OR num_nulls("on_day", "lecturer", "fee_yen") = 0)
  AND ("held_at" IS NULL OR "on_day" <= ("held_at" AT TIME ZONE 'Asia/Tokyo')::date)
  AND ("charge_id" IS NULL OR "fee_yen" + coalesce("travel_yen", 0) > 0));

-- What somebody asks to hear about are her words too: it stays out of the log.
DROP TRIGGER "lecture_requests_audit" ON "lecture_requests";
CREATE TRIGGER "lecture_requests_audit" AFTER INSERT OR UPDATE OR DELETE ON "lecture_requests" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> '')
  EXECUTE FUNCTION audit_change('id', 'organisation,name,email,phone,address,topic,wishes,message,note');
