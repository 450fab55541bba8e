-- AlterTable
ALTER TABLE "outbox_mails" ADD COLUMN     "charge_id" UUID;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "charge_id" UUID;

-- CreateIndex
CREATE INDEX "outbox_mails_charge_id_idx" ON "outbox_mails"("charge_id");

-- CreateIndex
CREATE INDEX "tasks_charge_id_idx" ON "tasks"("charge_id");
