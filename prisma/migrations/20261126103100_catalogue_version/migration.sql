-- CreateTable
CREATE TABLE "catalogue_version" (
    "id" INTEGER NOT NULL,
    "version" UUID NOT NULL,

    CONSTRAINT "catalogue_version_pkey" PRIMARY KEY ("id")
);

-- What readers see of all titles at once, how many there are and in which languages, takes longer to count the more there are. Processes
-- remember it by this version, which a change of titles or editions gives anew, in its own transaction: whoever reads a version sees
-- what it stands for.
ALTER TABLE "catalogue_version" ADD CONSTRAINT "catalogue_version_one_row" CHECK ("id" = 1);
INSERT INTO "catalogue_version" ("id", "version") VALUES (1, gen_random_uuid());

CREATE FUNCTION new_catalogue_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO catalogue_version (id, version) VALUES (1, gen_random_uuid())
  ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version;
  RETURN NULL;
END $$;
CREATE TRIGGER "titles_new_catalogue_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "titles"
  FOR EACH STATEMENT EXECUTE FUNCTION new_catalogue_version();
CREATE TRIGGER "editions_new_catalogue_version" AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "editions"
  FOR EACH STATEMENT EXECUTE FUNCTION new_catalogue_version();
