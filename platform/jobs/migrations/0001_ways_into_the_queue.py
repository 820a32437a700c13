"""Let agencies put jobs into the shared queue and do nothing else with it; let workers take them out."""

from django.db import migrations

# The agency is the one whose database role asks: nobody can queue work for another, whatever the session's settings.
DEFER = """
CREATE FUNCTION public.defer_job(task varchar, arguments jsonb, priority integer, not_before timestamptz)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    owner uuid;
    job bigint;
BEGIN
    SELECT id INTO owner FROM agencies_agency WHERE schema_name = current_setting('role');
    IF owner IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'a job is deferred in an agency''s transaction';
    END IF;
    IF octet_length(arguments::text) > 2000 THEN
        RAISE program_limit_exceeded USING MESSAGE = 'a job carries ids, not data';
    END IF;
    SELECT (procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', task, priority, owner::text || ':' || task, NULL,
        arguments || jsonb_build_object('agency', owner), not_before
    )]::procrastinate_job_to_defer_v1[]))[1] INTO job;
    RETURN job;
END;
$$;
REVOKE ALL ON FUNCTION public.defer_job FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.defer_job TO yardstick_agency;
"""

TABLES = "procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers"
RIGHTS = f"""
DO $$
DECLARE
    one regprocedure;
BEGIN
    FOR one IN SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate%'
    LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', one);
        EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO yardstick_worker', one);
    END LOOP;
END;
$$;
GRANT USAGE ON SCHEMA public TO yardstick_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON {TABLES} TO yardstick_worker;
GRANT USAGE ON SEQUENCE procrastinate_jobs_id_seq, procrastinate_events_id_seq, procrastinate_periodic_defers_id_seq
    TO yardstick_worker;
GRANT SELECT ON procrastinate_workers TO yardstick_door;
"""


class Migration(migrations.Migration):
    """One function and grants; the tables are procrastinate's."""

    dependencies = (("agencies", "0002_database_roles"), ("procrastinate", "0041_post_retry_failed_job"))
    operations = (migrations.RunSQL(DEFER + RIGHTS, migrations.RunSQL.noop),)
