openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 \
    -subj /CN=box.local -addext subjectAltName=DNS:box.local,DNS:localhost,IP:127.0.0.1 \
    -keyout key.pem -out cert.pem
openssl x509 -in cert.pem -outform DER -out cert.der
openssl pkey -in key.pem -outform DER -out key.der
