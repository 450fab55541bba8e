-- AlterTable
ALTER TABLE "refund_lines" ADD COLUMN     "released" INTEGER NOT NULL DEFAULT 0;

-- ---------------------------------------------------------------- by hand: what Prisma cannot say

-- Copies are given up before they are posted (released) or after; only the latter can come back to stock.
ALTER TABLE "refund_lines" DROP CONSTRAINT "refund_lines_restocked";
ALTER TABLE "refund_lines" ADD CONSTRAINT "refund_lines_copies" CHECK (
  "released" BETWEEN 0 AND "copies" AND "restocked" BETWEEN 0 AND "copies" - "released");
-- Refunds that Stripe has not answered for: a job asks again.
CREATE INDEX "refunds_unanswered" ON "refunds" ("requested_at") WHERE "state" = 'pending' AND "stripe_refund_id" IS NULL;
