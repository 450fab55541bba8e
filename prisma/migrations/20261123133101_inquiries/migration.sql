-- CreateEnum
CREATE TYPE "InquiryTopic" AS ENUM ('order', 'publication', 'consultation_centers', 'subscription', 'other');

-- CreateEnum
CREATE TYPE "InquiryChannel" AS ENUM ('web', 'phone', 'mail', 'post', 'visit');

-- CreateTable
CREATE TABLE "inquiries" (
    "id" UUID NOT NULL,
    "topic" "InquiryTopic" NOT NULL,
    "edition_id" UUID,
    "locale" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "message" TEXT NOT NULL,
    "channel" "InquiryChannel" NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT,
    "answered_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "staff_id" UUID,

    CONSTRAINT "inquiries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "inquiries_closed_at_received_at_idx" ON "inquiries"("closed_at", "received_at");

-- CreateIndex
CREATE INDEX "inquiries_edition_id_idx" ON "inquiries"("edition_id");

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_edition_id_fkey" FOREIGN KEY ("edition_id") REFERENCES "editions"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ---------------------------------------------------------------- by hand: what Prisma cannot say

ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_locale" CHECK ("locale" IN ('ja', 'en', 'ko', 'tl'));
-- An answer has its time, and what was answered is closed.
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_answered" CHECK (("answer" IS NULL) = ("answered_at" IS NULL));
ALTER TABLE "inquiries" ADD CONSTRAINT "inquiries_closed" CHECK ("answered_at" IS NULL OR "closed_at" IS NOT NULL);
-- Who did what when; people's names and words stay out of the log.
CREATE TRIGGER "inquiries_audit" AFTER INSERT OR UPDATE OR DELETE ON "inquiries" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> '') EXECUTE FUNCTION audit_change('id', 'name,email,message,answer');
