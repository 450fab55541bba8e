-- AlterTable
ALTER TABLE "parcel_reports" ADD COLUMN     "returned_on" DATE;

UPDATE "parcel_reports" SET "returned_on" = ("reported_at" AT TIME ZONE 'Asia/Tokyo')::date WHERE "problem" = 'undeliverable';

-- Only a parcel that the post brought back has come back, on a day; and it comes back once.
ALTER TABLE "parcel_reports" ADD CONSTRAINT "parcel_reports_returned" CHECK (("problem" = 'undeliverable') = ("returned_on" IS NOT NULL));
CREATE UNIQUE INDEX "parcel_reports_returned_once" ON "parcel_reports" ("shipment_id") WHERE "problem" = 'undeliverable';
