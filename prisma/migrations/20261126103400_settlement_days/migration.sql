-- AlterTable
ALTER TABLE "consignees" ADD COLUMN     "days_to_pay" INTEGER NOT NULL DEFAULT 30;

-- AlterTable
ALTER TABLE "consignments" ADD COLUMN     "days_to_pay" INTEGER NOT NULL DEFAULT 30;

-- A stall pays at once, in cash.
UPDATE "consignees" SET "days_to_pay" = 0 WHERE "kind" = 'stall';
UPDATE "consignments" n SET "days_to_pay" = 0 FROM "consignees" c WHERE c."id" = n."consignee_id" AND c."kind" = 'stall';

ALTER TABLE "consignees" ADD CONSTRAINT "consignees_days_to_pay" CHECK ("days_to_pay" BETWEEN 0 AND 180);
ALTER TABLE "consignments" ADD CONSTRAINT "consignments_days_to_pay" CHECK ("days_to_pay" BETWEEN 0 AND 180);
