-- Written by hand: what the desk's forms of the catalogue promise (docs/database.md).

-- The day it is in Tokyo: by the shop's clock where somebody of the staff is at work, else by the machine's.
CREATE FUNCTION shop_today() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT (coalesce(nullif(current_setting('shop.now', true), '')::timestamptz, now()) AT TIME ZONE 'Asia/Tokyo')::date
$$;

-- How many orders were placed at the price of an edition that was in force from one day to before another (to no end, when null). An order
-- from a quote has the prices of the quote's day.
CREATE FUNCTION orders_at_price(edition uuid, first_day date, end_day date) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT count(DISTINCT o."id")::integer
  FROM "order_lines" l JOIN "orders" o ON o."id" = l."order_id" LEFT JOIN "documents" d ON d."id" = o."quote_id"
  CROSS JOIN LATERAL (SELECT coalesce(d."issued_on", (o."placed_at" AT TIME ZONE 'Asia/Tokyo')::date) AS "day") p
  WHERE l."edition_id" = edition AND p."day" >= first_day AND (end_day IS NULL OR p."day" < end_day)
$$;

-- A price that has begun stays as it was, and none comes to be in force on days when orders were placed at another.
CREATE FUNCTION keep_prices() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD."valid_from" <= shop_today() THEN
    RAISE EXCEPTION 'a price that has begun is neither changed nor deleted' USING ERRCODE = 'SH010';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF orders_at_price(NEW."edition_id", NEW."valid_from",
       (SELECT min(p."valid_from") FROM "edition_prices" p WHERE p."edition_id" = NEW."edition_id" AND p."valid_from" > NEW."valid_from")) > 0 THEN
    RAISE EXCEPTION 'orders were placed at the price of those days' USING ERRCODE = 'SH011';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "edition_prices_keep" BEFORE INSERT OR UPDATE OR DELETE ON "edition_prices" FOR EACH ROW EXECUTE FUNCTION keep_prices();

-- The code stands on papers and in carts, and the form decides what an order line means: both stay once anything rests on the edition.
CREATE FUNCTION keep_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "order_lines" WHERE "edition_id" = OLD."id") OR EXISTS (SELECT 1 FROM "print_runs" WHERE "edition_id" = OLD."id") THEN
    RAISE EXCEPTION 'an edition that was ordered or printed keeps its code, its form and its title' USING ERRCODE = 'SH012';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "editions_keep" BEFORE UPDATE ON "editions" FOR EACH ROW
  WHEN (OLD."sku" <> NEW."sku" OR OLD."format" <> NEW."format" OR OLD."title_id" <> NEW."title_id")
  EXECUTE FUNCTION keep_edition();

-- Addresses of pages; `new` is the desk's own.
ALTER TABLE "titles" ADD CONSTRAINT "titles_slug" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length("slug") <= 80 AND "slug" <> 'new');
ALTER TABLE "periodicals" ADD CONSTRAINT "periodicals_slug" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length("slug") <= 80 AND "slug" <> 'new');
ALTER TABLE "editions" ADD CONSTRAINT "editions_pages" CHECK ("pages" > 0);
