-- AlterTable
ALTER TABLE "consignment_settlements" ADD COLUMN     "reverses_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "consignment_settlements_reverses_id_key" ON "consignment_settlements"("reverses_id");

-- AddForeignKey
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_reverses_id_fkey" FOREIGN KEY ("reverses_id") REFERENCES "consignment_settlements"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ---------------------------------------------------------------------------------------------------------------------
-- Written by hand: what the schema file cannot say. docs/database.md lists these rules in words.

ALTER TABLE "consignment_settlements" DROP CONSTRAINT "consignment_settlements_yen";
ALTER TABLE "consignment_settlements" ADD CONSTRAINT "consignment_settlements_yen" CHECK (
  "number" > 0 AND CASE WHEN "reverses_id" IS NULL
    THEN "gross_yen" >= 0 AND "commission_yen" BETWEEN 0 AND "gross_yen" AND coalesce("cash_counted_yen", 0) >= 0
    ELSE "gross_yen" <= 0 AND "commission_yen" BETWEEN "gross_yen" AND 0 AND "cash_counted_yen" IS NULL AND "charge_id" IS NULL END);

ALTER TABLE "consignment_settlement_lines" DROP CONSTRAINT "consignment_settlement_lines_copies";
ALTER TABLE "consignment_settlement_lines" ADD CONSTRAINT "consignment_settlement_lines_copies" CHECK (
  ("sold" >= 0 AND "returned" >= 0 AND "lost" >= 0 AND "sold" + "returned" + "lost" > 0)
  OR ("sold" <= 0 AND "returned" <= 0 AND "lost" <= 0 AND "sold" + "returned" + "lost" < 0));

-- Only what takes a settlement back has negative figures, and they are the exact opposite of that one's.
CREATE FUNCTION check_settlement_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reversed uuid;
BEGIN
  SELECT "reverses_id" INTO reversed FROM "consignment_settlements" WHERE "id" = NEW."settlement_id";
  IF reversed IS NULL THEN
    IF NEW."sold" >= 0 AND NEW."returned" >= 0 AND NEW."lost" >= 0 THEN RETURN NEW; END IF;
  ELSE
    PERFORM 1 FROM "consignment_settlement_lines" l
      WHERE l."settlement_id" = reversed AND l."consignment_line_id" = NEW."consignment_line_id"
        AND (l."sold", l."returned", l."lost") = (-NEW."sold", -NEW."returned", -NEW."lost");
    IF FOUND THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'a settlement is taken back as it was written' USING ERRCODE = 'SH004';
END $$;
CREATE TRIGGER "consignment_settlement_lines_check" BEFORE INSERT ON "consignment_settlement_lines"
  FOR EACH ROW EXECUTE FUNCTION check_settlement_line();

-- A movement of a settlement is taken back with it.
ALTER TABLE "stock_movements" DROP CONSTRAINT "stock_movements_correction";
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_correction" CHECK (
  "corrects_id" IS NULL OR num_nonnulls("stock_note_id", "settlement_line_id") = 1);
