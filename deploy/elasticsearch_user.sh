#!/bin/bash
# Give Assay a user of its own, limited to its indices, once Elasticsearch answers.
set -euo pipefail
ask() {
  curl --silent --show-error --fail --cacert /run/secrets/elasticsearch_ca \
    --user "elastic:$(cat /run/secrets/elastic_password)" \
    --header 'Content-Type: application/json' "$@"
}
url=https://elasticsearch:9200
ask --output /dev/null --request PUT "$url/_security/role/assay" --data '{
  "cluster": ["monitor", "manage_index_templates"],
  "indices": [{"names": ["assay*"], "privileges": ["all"]}]}'
ask --output /dev/null --request PUT "$url/_security/user/assay" --data "{
  \"password\": \"$(cat /run/secrets/elasticsearch_password)\", \"roles\": [\"assay\"]}"
echo "The user assay may use the indices assay*."
