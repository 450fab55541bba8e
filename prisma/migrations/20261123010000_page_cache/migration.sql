-- Every process keeps public pages (app/platform/page-cache.server.ts) and listens on the channel `pages`: what a page shows tells it
-- there when it changes, from whatever process or client. Notifications of one transaction are one, sent when it commits.
CREATE FUNCTION tell_pages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('pages', '');
  RETURN NULL;
END $$;

DO $$
DECLARE
  shown text;
BEGIN
  FOREACH shown IN ARRAY ARRAY['titles', 'title_texts', 'editions', 'edition_prices', 'periodicals', 'issues',
                               'supplements', 'supplement_texts', 'stored_files', 'shipping_rates', 'settings'] LOOP
    EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH STATEMENT EXECUTE FUNCTION tell_pages()',
                   shown || '_tell_pages', shown);
  END LOOP;
END $$;

-- A notification makes transactions commit one after the other, so stock tells only what readers see of it: the same steps as
-- `offeredCopies` (app/domain/stock-words.ts).
CREATE FUNCTION offered_copies(copies integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS $$
  SELECT CASE WHEN copies <= 0 THEN 0 WHEN copies < 10 THEN copies WHEN copies >= 99 THEN 99 ELSE copies - copies % 10 END
$$;
CREATE TRIGGER "stock_levels_tell_pages" AFTER UPDATE ON "stock_levels" FOR EACH ROW
  WHEN (offered_copies(OLD."on_hand" - OLD."held") <> offered_copies(NEW."on_hand" - NEW."held")
     OR offered_copies(OLD."preorder_limit" - OLD."preordered") <> offered_copies(NEW."preorder_limit" - NEW."preordered"))
  EXECUTE FUNCTION tell_pages();
CREATE TRIGGER "stock_levels_tell_pages_rows" AFTER INSERT OR DELETE ON "stock_levels" FOR EACH STATEMENT EXECUTE FUNCTION tell_pages();
