# Sourced by the scripts: an nginx that hands SnapTrade's hosts to the mock server.
# shellcheck shell=bash

readonly FRONT_HOSTS='api.snaptrade.com app.snaptrade.com'

# A program of the system, which may stand where a user's PATH does not look.
find_program() {
  PATH=$PATH:/usr/sbin:/sbin command -v "$1"
}

# demand_programs PROGRAM:PACKAGE...: names those that there are not, and fails.
demand_programs() {
  local wanted missing=0
  for wanted in "$@"; do
    find_program "${wanted%:*}" >/dev/null && continue
    echo "scripts/${0##*/}: there is no ${wanted%:*}; it is in Debian's package ${wanted#*:}" >&2
    missing=1
  done
  return $missing
}

# print_front FOLDER MOCK DAEMON LISTEN [SERVER]: nginx's configuration, with its files in FOLDER,
# which exists. MOCK is the mock's URL without a path, LISTEN says on what the two names are served,
# SERVER is a block for others.
# Whatever is asked arrives as it was sent: a signature covers path and query, and Host is all that
# tells one name from the other. What the mock cuts off is cut off here, not a 502.
print_front() {
  cat <<CONF
daemon $3;
master_process off;
user root root;
pid $1/nginx.pid;
error_log $1/nginx.log warn;
events {
    worker_connections 2048;
}
http {
    access_log off;
    client_body_temp_path $1/body;
    proxy_temp_path $1/answers;
    fastcgi_temp_path $1/unused;
    uwsgi_temp_path $1/unused;
    scgi_temp_path $1/unused;
    client_max_body_size 0;
    large_client_header_buffers 4 32k;
    server_names_hash_bucket_size 64;
${5-}
    server {
        server_name $FRONT_HOSTS;
        $4
        location / {
            proxy_pass $2;
            proxy_http_version 1.1;
            proxy_set_header Host \$http_host;
            proxy_buffering off;
            proxy_request_buffering off;
            proxy_read_timeout 1h;
            error_page 502 504 = @cut_off;
        }
        location @cut_off {
            return 444;
        }
    }
}
CONF
}
