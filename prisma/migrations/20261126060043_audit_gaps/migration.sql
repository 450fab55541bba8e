-- Written by hand: who posted, cancelled or refunded which copies of an order, and who had which mail sent again. Rows that are new say so
-- themselves, beside the order or the fact that made them; readers, webhooks and jobs act in nobody's name, and the `WHEN` is false.
CREATE TRIGGER "order_lines_audit" AFTER UPDATE ON "order_lines" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> ''
    AND (OLD."held", OLD."preordered", OLD."posted", OLD."released")
      IS DISTINCT FROM (NEW."held", NEW."preordered", NEW."posted", NEW."released"))
  EXECUTE FUNCTION audit_change('id', 'available_at,downloads');

-- Without what the mail says and whom to.
CREATE TRIGGER "outbox_mails_audit" AFTER UPDATE ON "outbox_mails" FOR EACH ROW
  WHEN (coalesce(current_setting('shop.actor', true), '') <> '')
  EXECUTE FUNCTION audit_change('id', 'payload,to_email');

-- What happened to an order is told by its events, so they are not changed, as little as the other tables that are a log themselves.
CREATE TRIGGER "order_events_append_only" BEFORE UPDATE OR DELETE ON "order_events" FOR EACH ROW EXECUTE FUNCTION refuse_change();
