-- A page of a workspace with many connectors reads few streams, also if the newest links of some are not of the list: before, it then
-- looked up where each stream begins.
CREATE PROCEDURE core_api.find_pages(kind text)
    LANGUAGE plpgsql SET search_path = ''
AS $procedure$
DECLARE
    links text := kind || '_workspace_connectors';
    link_id text := kind || '_workspace_connector_id';
    way record;
    range_of text;
    first_of text;
    ranges text;
    firsts text;
BEGIN
    -- The first links of a workspace in a list's order: the pks of at most so many. What a stream has begins at its newest link
    -- or, where a page begins later, at a link that is looked up. Streams that begin before some cut are read up to that cut:
    -- whatever lies before it is there. If they have too few links, because their newest ones are not of the list, all
    -- beginnings are looked up. It runs as the owner, because policies would be evaluated for each link that is passed over.
    FOR way IN
        SELECT * FROM (VALUES
            ('newest', 'DESC', '>=', 'newest_at', 'below_at', '-infinity'),
            ('oldest', 'ASC', '<=', 'oldest_at', 'above_at', 'infinity')
        ) w (name, sort, reaches, bound, start, never)
    LOOP
        ranges := '';
        firsts := '';
        FOR range_of, first_of IN
            SELECT
                format(
                    'FROM core_api.%1$I l WHERE l.workspace_connector_pk = s.pk AND l.direction = %2$L
                       AND l.deleted_at %3$s AND (l.created_at, l.%4$I) > (above_at, above_id) AND (l.created_at, l.%4$I) < (below_at, below_id)',
                    links, d.direction, t.state, link_id
                ),
                format('s.direction = %L AND s.has_%s', d.direction, t.name)
            FROM (VALUES ('input'), ('output')) d (direction)
            CROSS JOIN (VALUES ('active', 'IS NULL'), ('deleted', 'IS NOT NULL')) t (name, state)
        LOOP
            ranges := concat_ws(' UNION ALL ', nullif(ranges, ''), format(
                '(SELECT l.pk, l.created_at, l.%1$I AS id %2$s AND %3$s AND l.created_at %4$s cut.at
                  ORDER BY l.created_at %5$s, l.%1$I %5$s LIMIT most)',
                link_id, range_of, first_of, way.reaches, way.sort
            ));
            firsts := concat_ws(', ', nullif(firsts, ''), format(
                'CASE WHEN %1$s THEN (SELECT l.created_at %2$s ORDER BY l.created_at %3$s, l.%4$I %3$s LIMIT 1) END',
                first_of, range_of, way.sort, link_id
            ));
        END LOOP;
        EXECUTE format(
            $create$
            CREATE OR REPLACE FUNCTION core_api.%1$I(
                above_at timestamptz, above_id uuid, below_at timestamptz, below_id uuid,
                inputs boolean, outputs boolean, actives boolean, deleteds boolean, most bigint
            ) RETURNS bigint[]
                LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
            AS $function$
            DECLARE
                workspace bigint := core_api.current_workspace_pk();
                found bigint[];
                cut_at timestamptz;
            BEGIN
                FOR looks_up IN 0..1 LOOP
                    WITH streams AS MATERIALIZED (
                        SELECT s.*, CASE WHEN looks_up = 1 OR s.bound %6$s %7$s THEN %8$s(%9$s) ELSE s.bound END AS at
                        FROM (
                            SELECT t.workspace_connector_pk AS pk, t.direction, t.%5$I AS bound,
                                actives AND t.active > 0 AS has_active, deleteds AND t.deleted > 0 AS has_deleted
                            FROM core_api.streams t
                            WHERE t.workspace_pk = workspace AND t.record = %2$L
                                AND t.newest_at >= above_at AND t.oldest_at <= below_at
                                AND (actives AND t.active > 0 OR deleteds AND t.deleted > 0)
                                AND CASE t.direction WHEN 'input' THEN inputs ELSE outputs END
                        ) s
                    ), cut AS MATERIALIZED (
                        SELECT coalesce(
                            -- As long as beginnings may be wrong, half of them may be.
                            (
                                SELECT s.at FROM streams s WHERE s.at IS NOT NULL
                                ORDER BY s.at %4$s OFFSET most * (2 - looks_up) - 1 LIMIT 1
                            ),
                            (SELECT s.at FROM streams s WHERE s.at IS NOT NULL ORDER BY s.at %4$s OFFSET most - 1 LIMIT 1),
                            %10$L
                        ) AS at
                    ), page AS (
                        SELECT l.* FROM cut CROSS JOIN streams s CROSS JOIN LATERAL (%3$s) l
                        WHERE s.at %6$s cut.at
                        ORDER BY l.created_at %4$s, l.id %4$s LIMIT most
                    )
                    SELECT array_agg(p.pk ORDER BY p.created_at %4$s, p.id %4$s), (SELECT cut.at FROM cut)
                    INTO found, cut_at FROM page p;
                    EXIT WHEN cardinality(found) >= most OR cut_at = %10$L;
                END LOOP;
                RETURN found;
            END
            $function$
            $create$,
            kind || '_' || way.name, kind, ranges, way.sort, way.bound, way.reaches, way.start,
            CASE way.name WHEN 'newest' THEN 'greatest' ELSE 'least' END, firsts, way.never
        );
    END LOOP;
END
$procedure$;
REVOKE EXECUTE ON PROCEDURE core_api.find_pages FROM PUBLIC;

DO $$
DECLARE
    kind text;
BEGIN
    FOR kind IN SELECT k.record FROM core_api.record_kinds k LOOP
        CALL core_api.find_pages(kind);
    END LOOP;
END
$$;
