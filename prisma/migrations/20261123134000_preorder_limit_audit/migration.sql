-- Who changed how many copies may be pre-ordered. Orders update the other columns all the time and name this one never, so that they do not
-- pay for it.
CREATE TRIGGER "stock_levels_audit" AFTER UPDATE OF "preorder_limit" ON "stock_levels" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> '' AND OLD."preorder_limit" <> NEW."preorder_limit")
  EXECUTE FUNCTION audit_change('edition_id', 'on_hand,held,preordered');
