-- AlterTable
ALTER TABLE "works" ADD COLUMN     "outcome" JSONB;
